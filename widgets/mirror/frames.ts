import type { MirrorNodes } from './mirror-nodes.ts';
import type { MirrorSheets } from './mirror-sheets.ts';
import type { FrameContent } from './read-tree.ts';

/** Fills frames of the mirror: their documents exist only once the frames are in the page. */
export interface Frames {
  fill(frame: Element, content: FrameContent): void;
  /** Fills all that wait, the outermost first. */
  settle(): void;
}

export const createFrames = (nodes: MirrorNodes, sheets: MirrorSheets): Frames => {
  const waiting: { readonly frame: Element; readonly content: FrameContent }[] = [];

  return {
    fill: (frame, content) => waiting.push({ frame, content }),
    settle: () => {
      for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
        const { frame, content } = next;
        const inner = frame.localName === 'iframe' ? (frame as HTMLIFrameElement).contentDocument : null;
        if (inner === null) continue;
        emptyDocument(inner, content.isQuirks);
        inner.append(content.children);
        nodes.replace(content.place, inner);
        nodes.enter(frame, inner);
        sheets.stand(content.place, inner);
      }
    },
  };
};

const open = Document.prototype.open as (this: Document) => Document;
const write = Document.prototype.write;
const close = Document.prototype.close;

/** Empties a document and gives it the visitor's mode: a page without a doctype is laid out by other rules. The policy it was served with stays. */
export const emptyDocument = (document: Document, isQuirks: boolean): void => {
  open.call(document);
  write.call(document, isQuirks ? '<html>' : '<!doctype html><html>');
  close.call(document);
  document.documentElement.remove();
};
