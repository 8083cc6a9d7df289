import { pageOps } from '../../protocol/page.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { Capture, CaptureNeeds } from './capture.ts';
import { noChanges } from './changes.ts';
import { collectRecords } from './collect-records.ts';
import { createEngine, type Engine } from './engine.ts';
import { createKeyframes } from './keyframes.ts';
import { noteMissed, noteParents } from './note-parents.ts';
import { createRootObserver } from './observe-roots.ts';
import { createPace } from './pace.ts';
import { watchState } from './watch-state.ts';
import { writePatch, writeStates } from './write-patch.ts';

/** Starts to capture a page. Nothing is sent before the first keyframe is asked for. @throws when this browser lacks what it needs. */
export const startCapture = (needs: CaptureNeeds): Capture => {
  const now = (): number => performance.now();
  const observer = createRootObserver({
    onRecords: (records) => {
      collect(engine, records);
      pace.request();
    },
    note: (take) => {
      take(engine.pending.changes);
      pace.request();
    },
  });
  const engine = createEngine({ ...needs, observe: observer.observe, onNoted: () => pace.request() });
  const { ids, writer } = engine;

  const flush = (knowsOld: boolean): number => {
    collect(engine, observer.takeRecords());
    const body = takePatch(engine, knowsOld);
    if (body !== null) needs.send(body, { keyframe: false });
    return body?.byteLength ?? 0;
  };
  const pace = createPace({ flush: () => flush(true), backedUp: needs.backedUp, now });
  const begin = (): Generator<void, void> => {
    pace.pause();
    engine.restart();
    observer.observe(needs.document);
    for (const number of [pageOps.document, window.innerWidth, window.innerHeight]) writer.number(number);
    return engine.patch.tree.writeRoot(needs.document);
  };
  const keyframes = createKeyframes({
    begin,
    now,
    finish: (nonces) => {
      collect(engine, observer.takeRecords());
      // A mask that came during the walk counts for all of it: once more, without a pause this time.
      if (engine.hiding.newlyMarked(engine.pending.changes).length > 0) for (const _ of begin());
      needs.send(takeKeyframe(engine, nonces), { keyframe: true });
      noteMissed(engine.pending.changes, ids);
      flush(false);
      pace.resume();
    },
  });
  const stopWatching = watchState(() => {
    engine.scripted.look(engine.pending.changes);
    if (hasStateChanges(engine)) pace.request();
  });
  engine.shadowRoots.watch((host) => {
    engine.noting.shadow(host);
    pace.request();
  });
  window.addEventListener('resize', noteViewport);

  function noteViewport(): void {
    engine.pending.changes.viewport = true;
    pace.request();
  }

  return {
    keyframe: keyframes.ask,
    // While a keyframe is written, an id of the page before would name a node of the next.
    nodeOf: (id) => (keyframes.isWalking() ? null : (ids.nodeOf(id) ?? null)),
    idOf: (node) => (keyframes.isWalking() ? null : (ids.idOf(node) ?? null)),
    isMasked: (node) => isMasked(engine, node),
    stop: () => {
      keyframes.stop();
      pace.stop();
      stopWatching();
      observer.stop();
      engine.shadowRoots.stop();
      engine.stop();
      window.removeEventListener('resize', noteViewport);
    },
  };
};

const collect = (engine: Engine, records: readonly MutationRecord[]): void => {
  const { leaving, hiding } = engine;
  collectRecords(records, engine.pending.changes, {
    hiddenBy: leaving.hiddenBy,
    isNewlyMarked: (element) => !hiding.isBoxed(element) && leaving.masks.isMarked(element),
    spread: leaving.taint.spread,
    onAttribute: (element, name) => {
      if (name === 'contenteditable') leaving.typing.see(element);
      // It may now be shown by a slot inside a masked place, or be such a slot and show something else.
      const source = name === 'slot' || name === 'name' ? leaving.taint.sourceOf(element) : null;
      if (source !== null) leaving.taint.spread(element, source);
    },
  });
  noteParents(engine.pending.changes, leaving.fields);
};

const hasStateChanges = ({ pending: { changes } }: Engine): boolean =>
  changes.fields.size + changes.styles.size > 0 || changes.sheets;

const takePatch = (engine: Engine, knowsOld: boolean): Uint8Array<ArrayBuffer> | null => {
  const { pending, ids, writer } = engine;
  const { changes } = pending;
  const firstId = ids.next();
  // What is new on the page often brings its own rules.
  if (changes.added.size > 0) engine.scripted.look(changes);
  engine.hiding.refresh(changes);
  writePatch(changes, { ...engine.patch, knowsOld });
  if (changes.sheets) engine.styles.writeAdoptedChanges();
  pending.changes = noChanges();
  return writer.isEmpty() ? null : writer.takePatch(firstId);
};

const takeKeyframe = (engine: Engine, nonces: readonly string[]): Uint8Array<ArrayBuffer> => {
  const { changes } = engine.pending;
  writeStates(changes, engine.patch);
  for (const written of [changes.styles, changes.fields, changes.opened, changes.scrolled]) written.clear();
  engine.noting.keyframeTaken();
  return engine.writer.takeKeyframe(nonces);
};

const isMasked = (engine: Engine, node: Node): boolean => {
  for (let each: Node | null = node; each !== null; each = around(each)) {
    if (engine.leaving.hiddenBy(each) !== null) return true;
  }
  const element = dom.asElement(node);
  return element !== null && engine.leaving.fields.isSensitive(element);
};
