import { XMLParser, XMLValidator } from 'fast-xml-parser';

/** An element: its text, or the elements in it by name, each as often as it occurs. */
export interface XmlElement {
  readonly text: string;
  readonly attributes: ReadonlyMap<string, string>;
  readonly children: ReadonlyMap<string, readonly XmlElement[]>;
}

/** A document: the name of its root, and the root. */
export interface XmlDocument {
  readonly name: string;
  readonly root: XmlElement;
}

const parser = new XMLParser({
  preserveOrder: true,
  ignoreAttributes: false,
  attributeNamePrefix: '',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: true,
  ignoreDeclaration: true,
});

/** Reads a document. A string instead: why it is none. */
export const readXml = (text: string): XmlDocument | string => {
  const valid = XMLValidator.validate(text);
  if (valid !== true) return `not well-formed XML, line ${valid.err.line}: ${valid.err.msg}`;
  const [first, ...more] = elementsOf(parser.parse(text));
  if (!first || more.length > 0) return 'not one XML document';
  return { name: first[0], root: first[1] };
};

/** The parser keeps order by lists of objects that have the element’s name as a key, and its attributes in `:@`. */
const elementsOf = (nodes: unknown): [string, XmlElement][] =>
  list(nodes).flatMap((node) => {
    const name = Object.keys(node).find((key) => key !== ':@' && key !== '#text');
    return name === undefined ? [] : [[name, elementOf(node[name], node[':@'])]];
  });

const elementOf = (content: unknown, attributes: unknown): XmlElement => {
  const children = new Map<string, XmlElement[]>();
  for (const [name, child] of elementsOf(content)) children.set(name, [...(children.get(name) ?? []), child]);
  return {
    text: list(content)
      .map((node) => String(node['#text'] ?? ''))
      .join(''),
    attributes: new Map(Object.entries(record(attributes)).map(([name, value]) => [name, String(value)])),
    children,
  };
};

const list = (value: unknown): Record<string, unknown>[] => (Array.isArray(value) ? value.map(record) : []);

const record = (value: unknown): Record<string, unknown> =>
  typeof value === 'object' && value !== null ? { ...value } : {};
