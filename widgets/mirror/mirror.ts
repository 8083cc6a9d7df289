import { keyframeNonces, pageFormat } from '../../protocol/page.ts';
import { applyOperations, type OperationNeeds } from './apply-operations.ts';
import { type Assets, createAssets } from './assets.ts';
import { type BodyReader, openBody, type StringTable } from './body-reader.ts';
import { createElementAttributes } from './element-attributes.ts';
import { createFrames, emptyDocument, type Frames } from './frames.ts';
import { locate, place } from './locate.ts';
import type { Mirror, MirrorNeeds } from './mirror-frame.ts';
import { MirrorGap } from './mirror-gap.ts';
import { createMirrorNodes } from './mirror-nodes.ts';
import { createMirrorSheets } from './mirror-sheets.ts';
import { createMirrorState } from './mirror-state.ts';
import { createMirrorStyles } from './mirror-styles.ts';
import { takePicture } from './picture.ts';
import { createCssPresenter } from './present-css.ts';
import { createTreeReader } from './read-tree.ts';

/** Makes a mirror in a frame that has loaded `/mirror`. Nothing in it runs, loads, or can be reached by a script of the page it shows. */
export const createMirror = (given: MirrorNeeds): Mirror => {
  const parts = createParts(given);
  const { nodes, state, sheets, frames } = parts;
  let table: StringTable = { entries: [] };
  let nonces: readonly string[] = [];

  const restart = (body: Uint8Array): void => {
    nonces = keyframeNonces(body) ?? [];
    table = { entries: [] };
    for (const each of [nodes, state, sheets]) each.restart();
  };
  const apply = (body: Uint8Array, isKeyframe: boolean): void => {
    if (isKeyframe) restart(body);
    const reader = openBody(body, table);
    if (reader.firstId !== nodes.next()) throw new MirrorGap('A page body was missed.');
    applyOperations(reader, parts);
    frames.settle();
    sheets.adopt();
    state.settle();
  };

  return {
    apply: (body, { keyframe }) => {
      if (keyframe !== (body[0] === pageFormat.keyframe))
        throw new MirrorGap('A page body is of another kind than its frame.');
      try {
        apply(body, keyframe);
      } catch (cause) {
        // Whatever the browser says to a body that makes no sense: what is shown now is not the visitor's page.
        throw cause instanceof MirrorGap
          ? cause
          : new MirrorGap('A page body can not be applied.', { cause });
      }
    },
    nonces: () => nonces,
    locate: (x, y) => locate(parts.owner(), nodes, { x, y }),
    place: (anchor) => place(nodes, anchor),
    nodeOf: nodes.find,
    picture: () => takePicture({ document: parts.owner(), size: parts.size(), blobAt: parts.assets.blobAt }),
    dispose: parts.assets.dispose,
  };
};

interface Parts extends OperationNeeds {
  readonly assets: Assets;
  readonly frames: Frames;
  /** The mirror's outermost document. */
  owner(): Document;
  /** The visitor's viewport. */
  size(): Size;
}

const createParts = ({ frame, loadAsset, onSize }: MirrorNeeds): Parts => {
  const nodes = createMirrorNodes();
  const state = createMirrorState();
  const assets = createAssets({ loadAsset });
  const css = createCssPresenter({ assets, onPresented: state.rescroll });
  const attributes = createElementAttributes({ assets, css, onPresented: state.rescroll });
  const sheets = createMirrorSheets(css);
  const frames = createFrames(nodes, sheets);
  const owner = (): Document => {
    const document = frame.contentDocument;
    if (document === null) throw new MirrorGap('The mirror has no document.');
    return document;
  };
  const tree = createTreeReader({ nodes, attributes, sheets, owner, fillFrame: frames.fill });
  let shown: Size = { width: 1, height: 1 };
  const resize = (size: Size): void => {
    shown = { width: bounded(size.width), height: bounded(size.height) };
    onSize(shown);
  };
  const startDocument = (reader: BodyReader): void => {
    resize({ width: reader.number(), height: reader.number() });
    const document = owner();
    emptyDocument(document, reader.number() === 1);
    nodes.add(document);
    sheets.read(reader, document);
    // Built apart and put in at once: the agent never sees half a page.
    const built = document.createDocumentFragment();
    tree.readNodes(reader, built, null);
    document.append(built);
  };
  const styles = createMirrorStyles(css);
  return {
    nodes,
    state,
    assets,
    attributes,
    sheets,
    styles,
    frames,
    tree,
    owner,
    size: () => shown,
    startDocument,
    onSize: resize,
  };
};

type Size = Parameters<MirrorNeeds['onSize']>[0];

/** No window is larger, whatever a body says. */
const bounded = (pixels: number): number => Math.min(Math.max(pixels, 1), 16_384);
