import * as dom from './natives.ts';

/** The image that the browser chose, and its density when that changes its size: the other candidates stay. */
export const chosenImage = (
  image: HTMLImageElement,
): { readonly url: string; readonly density: string | null } | null => {
  const url = dom.imageSource(image);
  if (!url) return null;
  const width = dom.imageWidth(image);
  for (const set of candidateSets(image)) {
    const descriptor = descriptorIn(set, url, dom.baseUri(image) ?? '');
    if (descriptor?.endsWith('x')) return { url, density: descriptor };
    const candidateWidth = descriptor?.endsWith('w') ? Number.parseInt(descriptor, 10) : 0;
    if (candidateWidth > 0 && width > 0) {
      return { url, density: `${Math.round((candidateWidth / width) * 1000) / 1000}x` };
    }
  }
  return { url, density: null };
};

function* candidateSets(image: HTMLImageElement): Iterable<string> {
  const own = dom.attribute(image, 'srcset');
  if (own) yield own;
  const parent = dom.asElement(dom.parentNode(image));
  if (parent === null || dom.htmlName(parent) !== 'picture') return;
  for (const source of dom.elementQueryAll(parent, 'source')) {
    const set = dom.attribute(source, 'srcset');
    if (set) yield set;
  }
}

const descriptorIn = (set: string, url: string, base: string): string | null => {
  for (const candidate of set.split(/,\s+/)) {
    const [address = '', descriptor = ''] = candidate.trim().split(/\s+/);
    if (URL.canParse(address, base) && new URL(address, base).href === url) return descriptor;
  }
  return null;
};
