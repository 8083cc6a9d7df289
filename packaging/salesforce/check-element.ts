import { type Declarations, type DeclaredField, fieldsOf, resolved } from './declarations.ts';
import type { XmlElement } from './read-xml.ts';

/** Elements whose content the WSDL calls a string, while it is XML of its own. */
const ownXml = new Set(['LightningComponentBundle.targetConfigs']);

/** What is wrong with an element that should be of a metadata type: one line each, with the path to it. */
export const checkElement = (
  declarations: Declarations,
  type: string,
  element: XmlElement,
  at = type,
): readonly string[] => {
  const fields = fieldsOf(declarations, type);
  if (!fields) return [`${at}: ${type} is no type that Salesforce knows`];
  const own = [...element.children].flatMap(([name, found]) => {
    const field = fields.get(name);
    if (!field) return [`${at}: unknown element <${name}>`];
    if (!field.many && found.length > 1) return [`${at}: <${name}> stands there ${found.length} times`];
    if (ownXml.has(`${type}.${name}`)) return [];
    return found.flatMap((one) => checkValue(declarations, field, one, `${at}.${name}`));
  });
  return element.text === ''
    ? [...own, ...missing(fields, element, at)]
    : [`${at}: text where elements belong`];
};

const missing = (
  fields: ReadonlyMap<string, DeclaredField>,
  element: XmlElement,
  at: string,
): readonly string[] =>
  [...fields]
    .filter(([name, { many, optional }]) => !many && !optional && !element.children.has(name))
    .map(([name]) => `${at}: <${name}> is missing`);

const checkValue = (
  declarations: Declarations,
  { type }: DeclaredField,
  element: XmlElement,
  at: string,
): readonly string[] => {
  const declared = resolved(declarations, type);
  if (declared?.form === 'record') return checkElement(declarations, type, element, at);
  const [inner] = element.children.keys();
  if (inner !== undefined) return [`${at}: unknown element <${inner}>`];
  const { text } = element;
  if (declared?.form === 'choice')
    return declared.values.has(text) ? [] : [`${at}: “${text}” is none of the values of ${type}`];
  if (type === 'boolean' && !/^(?:true|false)$/.test(text))
    return [`${at}: “${text}” is neither true nor false`];
  if (type === 'number' && !/^-?\d+(?:\.\d+)?$/.test(text)) return [`${at}: “${text}” is no number`];
  return [];
};
