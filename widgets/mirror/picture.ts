import { fontRulesOf } from './picture-fonts.ts';
import { createPictureStyles } from './picture-styles.ts';
import { writePictureTree } from './picture-tree.ts';
import { escaped } from './xml-text.ts';

interface PictureNeeds {
  /** The mirror's outermost document. */
  readonly document: Document;
  readonly size: { readonly width: number; readonly height: number };
  /** What is behind a `blob:` address of the mirror's; null when it is not one. */
  blobAt(address: string): Blob | null;
}

/** More than this no browser draws in a moment, in characters. */
const longest = 96 * 1024 * 1024;

/**
 * The mirror as it looks at this moment, as an SVG that is whole by itself: what was `blob:` is in it as `data:`, so that drawing it asks nobody
 * for anything. @throws RangeError when the page is too large for that.
 */
export const takePicture = async ({ document, size, blobAt }: PictureNeeds): Promise<string> => {
  const { width, height } = size;
  const written = withBlank((blank) => {
    const { xml, families } = writePictureTree(document, createPictureStyles(blank), size);
    const fonts = escaped(fontRulesOf(document, families));
    const page = `<div xmlns="http://www.w3.org/1999/xhtml" style="position:relative;width:${width}px;height:${height}px;overflow:hidden;background:#fff"><style>${fonts}</style>${xml}</div>`;
    return `<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}"><foreignObject x="0" y="0" width="${width}" height="${height}">${page}</foreignObject></svg>`;
  });
  const whole = await withData(written, blobAt);
  if (whole.length > longest) throw new RangeError('A page is too large for a picture.');
  return whole;
};

/** In a document without any rules, elements look as they do by their names alone. */
const withBlank = <T>(work: (blank: Document) => T): T => {
  const frame = window.document.createElement('iframe');
  frame.hidden = true;
  window.document.body.append(frame);
  try {
    const blank = frame.contentDocument;
    if (blank === null) throw new Error('A frame of our own has a document.');
    return work(blank);
  } finally {
    frame.remove();
  }
};

const addresses = /blob:[^"'()\s&<>\\]+/g;

const withData = async (text: string, blobAt: PictureNeeds['blobAt']): Promise<string> => {
  const found = new Set(text.match(addresses));
  const data = new Map<string, string>();
  for (const address of found) {
    const blob = blobAt(address);
    data.set(address, blob === null ? 'data:,' : await dataAddressOf(blob));
  }
  return text.replaceAll(addresses, (address) => data.get(address) ?? 'data:,');
};

const dataAddressOf = (blob: Blob): Promise<string> =>
  new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.addEventListener('load', () => resolve(String(reader.result)));
    reader.addEventListener('error', () => reject(reader.error));
    reader.readAsDataURL(blob);
  });
