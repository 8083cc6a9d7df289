import { createLeaving, type Leaving } from '../masking/leaving.ts';
import * as dom from '../masking/natives.ts';
import { type BodyWriter, createBodyWriter } from './body-writer.ts';
import type { CaptureNeeds } from './capture.ts';
import { type Changes, noChanges } from './changes.ts';
import { createHiding, type Hiding } from './hiding.ts';
import { createNodeIds, type NodeIds } from './node-ids.ts';
import { noteInterest } from './note-parents.ts';
import { createNoting, type Noting } from './noting.ts';
import { createScriptedState, type ScriptedState } from './scripted-state.ts';
import { createShadowRoots, type ShadowRoots } from './shadow-roots.ts';
import { createStyles, type Styles } from './styles.ts';
import type { PatchNeeds } from './write-patch.ts';
import { createStateWriter } from './write-state.ts';
import { createTreeWriter, type TreeWriter } from './write-tree.ts';

/** The parts of a capture, put together, and what the next patch will tell. */
export interface Engine extends Parts {
  readonly hiding: Hiding;
  readonly noting: Noting;
  readonly scripted: ScriptedState;
  readonly patch: Omit<PatchNeeds, 'knowsOld'>;
  /** Forgets all that was sent: a keyframe starts. */
  restart(): void;
  stop(): void;
}

/** What all other parts stand on. */
interface Parts {
  readonly pending: { changes: Changes };
  readonly ids: NodeIds;
  readonly writer: BodyWriter;
  readonly shadowRoots: ShadowRoots;
  readonly leaving: Leaving;
  readonly styles: Styles;
}

interface Needs extends Pick<CaptureNeeds, 'policy' | 'isOwn'> {
  observe(root: Document | ShadowRoot): void;
  /** Something was noted outside a mutation record. */
  onNoted(): void;
}

export const createEngine = (needs: Needs): Engine => {
  const parts = createParts(needs, (node) => noting.tainted(node));
  const { pending, ids, writer, leaving, styles } = parts;
  const resizes = new dom.NativeResizeObserver((entries) => {
    for (const { target } of entries) pending.changes.resized.add(target);
    needs.onNoted();
  });
  const hiding = createHiding({
    ids,
    writer,
    leaving,
    roots: styles.adopted.roots,
    onBox: (element) => resizes.observe(element),
  });
  const state = createStateWriter({
    writer,
    fields: leaving.fields,
    scrub: (text) => leaving.scrubber.scrub(text, 'words'),
    remember: leaving.scrubber.rememberTyped,
  });
  const scripted = createScriptedState({
    ids,
    hasFieldChanged: state.hasChanged,
    hasStyleChanged: styles.hasChanged,
    haveAdoptedChanged: styles.adopted.hasChanges,
  });
  const noting = createNoting({
    ids,
    leaving,
    scripted,
    isBoxed: hiding.isBoxed,
    changes: () => pending.changes,
    observe: needs.observe,
    readSheet: styles.interests.readSheet,
  });
  const tree = createTree(needs, parts, { hiding, noting });
  const patch = { ...patchNeeds(needs, parts, { hiding, noting }), tree, state };
  const restart = (): void => {
    pending.changes = noChanges();
    resizes.disconnect();
    for (const each of [ids, writer, hiding, styles.adopted, scripted]) each.restart();
    noting.keyframeStarted();
  };
  return { ...parts, hiding, noting, scripted, patch, restart, stop: () => resizes.disconnect() };
};

const createParts = ({ policy }: Needs, onTainted: (node: Node) => void): Parts => {
  const pending = { changes: noChanges() };
  const shadowRoots = createShadowRoots();
  const ids = createNodeIds(shadowRoots.shadowOf);
  const writer = createBodyWriter();
  const leaving = createLeaving({
    policy,
    shadowOf: shadowRoots.shadowOf,
    onTainted,
    isSelectedOn: (name) => styles.interests.has(name),
  });
  const styles: Styles = createStyles({
    ids,
    writer,
    scrub: (css) => leaving.scrubber.scrub(css, 'structure'),
    onInterest: (names) => noteInterest(pending.changes, styles.adopted.roots(), names),
  });
  return { pending, ids, writer, shadowRoots, leaving, styles };
};

interface Keepers {
  readonly hiding: Hiding;
  readonly noting: Noting;
}

const createTree = ({ isOwn }: Needs, parts: Parts, { hiding, noting }: Keepers): TreeWriter =>
  createTreeWriter({
    ids: parts.ids,
    writer: parts.writer,
    isOwn,
    hiddenBy: parts.leaving.hiddenBy,
    shadowOf: parts.shadowRoots.shadowOf,
    leavingText: parts.leaving.text,
    attributes: parts.leaving.attributes,
    writeSheets: parts.styles.adopted.write,
    onElement: noting.element,
    onBox: hiding.box,
    onRoot: noting.root,
    onKnown: noting.placed,
  });

const patchNeeds = (
  { isOwn }: Needs,
  { ids, writer, leaving, shadowRoots, styles }: Parts,
  { hiding, noting }: Keepers,
): Omit<PatchNeeds, 'knowsOld' | 'tree' | 'state'> => ({
  ids,
  writer,
  isOwn,
  shadowOf: shadowRoots.shadowOf,
  isBoxed: hiding.isBoxed,
  hiddenBy: leaving.hiddenBy,
  takePlaced: noting.takePlaced,
  attributes: leaving.attributes,
  leavingText: leaving.text,
  isPlain: (text) => leaving.scrubber.scrub(text, 'words') === text,
  writeStyle: styles.writeStyle,
});
