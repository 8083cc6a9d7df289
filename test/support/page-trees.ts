import type { MirroredPage } from './mirrored-page.ts';

/** Runs in a page: writes a document as one line per node, so that two can be compared. Names what a mirror changes on purpose. */
const writeTree = (): string => {
  const frame = document.querySelector<HTMLIFrameElement>('iframe[title="Customer\'s page"]');
  const lines: string[] = [];
  const hidden = new Set(['script', 'noscript', 'template', 'meta', 'base', 'handrail-dropped']);
  const write = (node: Node, depth: number): void => {
    if (node.nodeType === 3) lines.push(`${' '.repeat(depth)}"${(node as Text).data.toWellFormed()}"`);
    if (node.nodeType !== 1) return;
    const element = node as Element;
    const name = hidden.has(element.localName) ? 'hidden' : element.localName.replace(/^link$/, 'style');
    const attributes = ['class', 'id', 'title', 'lang', 'fill']
      .filter((each) => name !== 'hidden' && element.hasAttribute(each))
      .map((each) => ` ${each}=${JSON.stringify(element.getAttribute(each)?.toWellFormed())}`);
    lines.push(' '.repeat(depth) + name + attributes.join(''));
    if (element.shadowRoot) {
      lines.push(`${' '.repeat(depth + 1)}#shadow`);
      for (const child of element.shadowRoot.childNodes) write(child, depth + 2);
    }
    const inner = name === 'iframe' ? (element as HTMLIFrameElement).contentDocument : null;
    if (inner?.documentElement) write(inner.documentElement, depth + 1);
    if (!/^(style|textarea|hidden|iframe)$/.test(name)) {
      for (const child of element.childNodes) write(child, depth + 1);
    }
  };
  write((frame?.contentDocument ?? document).documentElement, 0);
  return lines.join('\n');
};

/** The visitor's page and its mirror, as text. */
const bothTrees = async ({ customer, view }: MirroredPage): Promise<readonly [string, string]> => [
  await customer.evaluate(writeTree),
  await view.evaluate(writeTree),
];

/** Waits until the mirror shows the same tree as the page; returns both, for a last comparison that tells what differs. */
export const treesOnceEqual = async (
  page: MirroredPage,
  withinMs = 3000,
): Promise<readonly [string, string]> => {
  const end = Date.now() + withinMs;
  for (;;) {
    const [original, mirror] = await bothTrees(page);
    if (original === mirror || Date.now() > end) return [original, mirror];
  }
};
