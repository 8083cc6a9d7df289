import { createLeaving, type Leaving } from '../masking/leaving.ts';
import { type BodyWriter, createBodyWriter } from './body-writer.ts';
import type { CaptureNeeds } from './capture.ts';
import { type Changes, noChanges } from './changes.ts';
import { createHiding, type Hiding } from './hiding.ts';
import { createNodeIds, type NodeIds } from './node-ids.ts';
import { createNoting, type Noting } from './noting.ts';
import { createShadowRoots, type ShadowRoots } from './shadow-roots.ts';
import { createStyles, type Styles } from './styles.ts';
import type { PatchNeeds } from './write-patch.ts';
import { createStateWriter } from './write-state.ts';
import { createTreeWriter } from './write-tree.ts';

/** The parts of a capture, put together, and what the next patch will tell. */
export interface Engine {
  /** Taken by the next patch, which leaves new ones. */
  changes: Changes;
  readonly ids: NodeIds;
  readonly writer: BodyWriter;
  readonly leaving: Leaving;
  readonly hiding: Hiding;
  readonly styles: Styles;
  readonly noting: Noting;
  readonly shadowRoots: ShadowRoots;
  readonly patch: Omit<PatchNeeds, 'knowsOld'>;
  /** Forgets all that was sent: a keyframe starts. */
  restart(): void;
}

interface Needs extends Pick<CaptureNeeds, 'policy' | 'isOwn'> {
  observe(root: Document | ShadowRoot): void;
  /** Something was noted outside a mutation record. */
  onNoted(): void;
}

export const createEngine = ({ policy, isOwn, observe, onNoted }: Needs): Engine => {
  const shadowRoots = createShadowRoots();
  const { shadowOf } = shadowRoots;
  const ids = createNodeIds(shadowOf);
  const writer = createBodyWriter();
  const changes = (): Changes => engine.changes;
  const leaving = createLeaving({
    policy,
    shadowOf,
    onTainted: (node) => noting.tainted(node),
    isSelectedOn: (name) => styles.interests.has(name),
  });
  const styles = createStyles({
    ids,
    writer,
    scrub: (css) => leaving.scrubber.scrub(css, 'structure'),
    onInterest: (names) => noting.interest(names),
  });
  const hiding = createHiding({
    ids,
    writer,
    leaving,
    roots: styles.adopted.roots,
    onBox: (element) => noting.box(element),
  });
  const state = createStateWriter({
    writer,
    fields: leaving.fields,
    scrub: (text) => leaving.scrubber.scrub(text, 'words'),
    remember: leaving.scrubber.rememberTyped,
  });
  const noting = createNoting({ ids, leaving, styles, state, hiding, changes, observe, onNoted });
  const tree = createTreeWriter({
    ids,
    writer,
    isOwn,
    hiddenBy: leaving.hiddenBy,
    shadowOf,
    leavingText: leaving.text,
    attributes: leaving.attributes,
    writeSheets: styles.adopted.write,
    onElement: noting.element,
    onBox: hiding.box,
    onRoot: noting.root,
    onKnown: noting.placed,
  });
  const patch = {
    ids,
    writer,
    tree,
    state,
    isOwn,
    shadowOf,
    isBoxed: hiding.isBoxed,
    hiddenBy: leaving.hiddenBy,
    takePlaced: noting.takePlaced,
    attributes: leaving.attributes,
    leavingText: leaving.text,
    isPlain: (text: string) => leaving.scrubber.scrub(text, 'words') === text,
    writeStyle: styles.writeStyle,
  };
  const restart = (): void => {
    engine.changes = noChanges();
    ids.restart();
    writer.restart();
    hiding.restart();
    styles.adopted.restart();
    noting.restart();
  };
  const engine: Engine = {
    changes: noChanges(),
    ids,
    writer,
    leaving,
    hiding,
    styles,
    noting,
    shadowRoots,
    patch,
    restart,
  };
  return engine;
};
