import { pageOps } from '../../protocol/page.ts';
import { around } from '../masking/around.ts';
import * as dom from '../masking/natives.ts';
import type { Capture, CaptureNeeds } from './capture.ts';
import { noChanges, onlyScrolled } from './changes.ts';
import { collectRecords } from './collect-records.ts';
import { createEngine, type Engine } from './engine.ts';
import { createKeyframes } from './keyframes.ts';
import { noteMissed, noteParents } from './note-parents.ts';
import { createRootObserver, type RootObserver } from './observe-roots.ts';
import { createPace } from './pace.ts';
import { watchState } from './watch-state.ts';
import { writePatch, writeStates } from './write-patch.ts';

/** Starts to capture a page. Nothing is sent before the first keyframe is asked for. @throws when this browser lacks what it needs. */
export const startCapture = (needs: CaptureNeeds): Capture => {
  const now = (): number => performance.now();
  const request = (): void => pace.request();
  const observer = createRootObserver({
    onRecords: (records) => {
      collect(engine, records);
      request();
    },
    note: (take) => {
      take(engine.pending.changes);
      request();
    },
  });
  const engine = createEngine({ ...needs, observe: observer.observe, onNoted: request });
  const flush = (knowsOld: boolean): number => {
    collect(engine, observer.takeRecords());
    const body = takePatch(engine, knowsOld);
    if (body !== null) needs.send(body, { keyframe: false });
    return body?.byteLength ?? 0;
  };
  const pace = createPace({
    flush: () => flush(true),
    backedUp: needs.backedUp,
    onlyScrolled: () => onlyScrolled(engine.pending.changes),
    now,
  });
  const begin = (): Generator<void, void> => {
    pace.pause();
    return writeDocument(engine, needs.document, observer);
  };
  const finish = (nonces: readonly string[]): void => {
    collect(engine, observer.takeRecords());
    // A mask that came during the walk counts for all of it: once more, without a pause this time.
    if (engine.hiding.newlyMarked(engine.pending.changes).length > 0) for (const _ of begin());
    needs.send(takeKeyframe(engine, nonces), { keyframe: true });
    noteMissed(engine.pending.changes, engine.ids);
    flush(false);
    pace.resume();
  };
  const keyframes = createKeyframes({ begin, finish, now });
  const stopWatching = watchBesides(engine, request);

  return {
    keyframe: keyframes.ask,
    // While a keyframe is written, an id of the page before would name a node of the next.
    nodeOf: (id) => (keyframes.isWalking() ? null : (engine.ids.nodeOf(id) ?? null)),
    idOf: (node) => (keyframes.isWalking() ? null : (engine.ids.idOf(node) ?? null)),
    isMasked: (node) => isMasked(engine, node),
    stop: () => {
      for (const stop of [keyframes.stop, pace.stop, stopWatching, observer.stop, engine.stop]) stop();
    },
  };
};

const writeDocument = (
  engine: Engine,
  document: Document,
  { observe }: Pick<RootObserver, 'observe'>,
): Generator<void, void> => {
  engine.restart();
  observe(document);
  for (const number of [pageOps.document, window.innerWidth, window.innerHeight])
    engine.writer.number(number);
  return engine.patch.tree.writeRoot(document);
};

/** Watches what the observer of roots doesn't hear of. Returns what stops it. */
const watchBesides = (engine: Engine, request: () => void): (() => void) => {
  const noteViewport = (): void => {
    engine.pending.changes.viewport = true;
    request();
  };
  window.addEventListener('resize', noteViewport);
  engine.shadowRoots.watch((host) => {
    engine.noting.shadow(host);
    request();
  });
  const stopLooking = watchState(() => {
    engine.scripted.look(engine.pending.changes);
    if (hasStateChanges(engine)) request();
  });
  return () => {
    stopLooking();
    engine.shadowRoots.stop();
    window.removeEventListener('resize', noteViewport);
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
