/**
 * The browser's own functions, taken when this module loads. A page can shadow what it likes afterwards: `<form><input name=parentNode>`
 * replaces that form's `parentNode`, and libraries patch prototypes. Each takes the node as its first argument.
 */
const uncurry = <This, Args extends unknown[], Result>(
  method: (this: This, ...args: Args) => Result,
): ((self: This, ...args: Args) => Result) => Function.prototype.call.bind(method) as never;

const getter = <Owner extends object, Name extends keyof Owner & string>(
  owner: Owner,
  name: Name,
): ((self: Owner) => Owner[Name]) => {
  const get = Object.getOwnPropertyDescriptor(owner, name)?.get;
  if (!get) throw new TypeError(`No native ${name}`);
  return uncurry(get) as (self: Owner) => Owner[Name];
};

const setter = <Owner extends object, Name extends keyof Owner & string>(
  owner: Owner,
  name: Name,
): ((self: Owner, value: Owner[Name]) => void) => {
  const set = Object.getOwnPropertyDescriptor(owner, name)?.set;
  if (!set) throw new TypeError(`No native ${name}`);
  return uncurry(set) as (self: Owner, value: Owner[Name]) => void;
};

export const nodeType = getter(Node.prototype, 'nodeType');
export const parentNode = getter(Node.prototype, 'parentNode');
export const firstChild = getter(Node.prototype, 'firstChild');
export const nextSibling = getter(Node.prototype, 'nextSibling');
export const previousSibling = getter(Node.prototype, 'previousSibling');
export const isConnected = getter(Node.prototype, 'isConnected');
export const ownerDocument = getter(Node.prototype, 'ownerDocument');
export const textContent = getter(Node.prototype, 'textContent');
export const baseUri = getter(Node.prototype, 'baseURI');
export const rootNode = uncurry(Node.prototype.getRootNode);
export const dispatchEvent = uncurry(EventTarget.prototype.dispatchEvent);
export const addListener = uncurry(EventTarget.prototype.addEventListener) as (
  target: EventTarget,
  type: string,
  listener: (event: Event) => void,
  options: AddEventListenerOptions,
) => void;

export const textOf = getter(CharacterData.prototype, 'data');

export const localName = getter(Element.prototype, 'localName');
export const namespaceUri = getter(Element.prototype, 'namespaceURI');
export const attribute = uncurry(Element.prototype.getAttribute);
export const attributeNames = uncurry(Element.prototype.getAttributeNames);
export const matches = uncurry(Element.prototype.matches);
export const openShadowRoot = getter(Element.prototype, 'shadowRoot');
export const rectOf = uncurry(Element.prototype.getBoundingClientRect);
export const scrollTop = getter(Element.prototype, 'scrollTop');
export const scrollLeft = getter(Element.prototype, 'scrollLeft');
export const elementQueryAll = uncurry(Element.prototype.querySelectorAll);
export const documentQueryAll = uncurry(Document.prototype.querySelectorAll);
export const fragmentQueryAll = uncurry(DocumentFragment.prototype.querySelectorAll);

export const documentElement = getter(Document.prototype, 'documentElement');
export const compatMode = getter(Document.prototype, 'compatMode');
export const defaultView = getter(Document.prototype, 'defaultView');
export const shadowHost = getter(ShadowRoot.prototype, 'host');

export const inputType = getter(HTMLInputElement.prototype, 'type');
export const inputValue = getter(HTMLInputElement.prototype, 'value');
export const inputChecked = getter(HTMLInputElement.prototype, 'checked');
export const inputIndeterminate = getter(HTMLInputElement.prototype, 'indeterminate');
export const setInputValue = setter(HTMLInputElement.prototype, 'value');
export const textAreaValue = getter(HTMLTextAreaElement.prototype, 'value');
export const setTextAreaValue = setter(HTMLTextAreaElement.prototype, 'value');
export const selectedIndex = getter(HTMLSelectElement.prototype, 'selectedIndex');
export const selectMultiple = getter(HTMLSelectElement.prototype, 'multiple');
export const selectOptions = getter(HTMLSelectElement.prototype, 'options');
export const optionSelected = getter(HTMLOptionElement.prototype, 'selected');
export const setOptionSelected = setter(HTMLOptionElement.prototype, 'selected');
export const imageSource = getter(HTMLImageElement.prototype, 'currentSrc');
export const imageWidth = getter(HTMLImageElement.prototype, 'naturalWidth');
export const frameDocument = getter(HTMLIFrameElement.prototype, 'contentDocument');
export const assignedNodes = uncurry(HTMLSlotElement.prototype.assignedNodes);
export const assignedSlot = getter(Element.prototype, 'assignedSlot');
export const textSlot = getter(Text.prototype, 'assignedSlot');
export const styleSheet = getter(HTMLStyleElement.prototype, 'sheet');
export const dialogOpen = getter(HTMLDialogElement.prototype, 'open');
export const computedStyle = window.getComputedStyle.bind(window);
export const NativeMutationObserver = MutationObserver;
export const NativeResizeObserver = ResizeObserver;

const html = 'http://www.w3.org/1999/xhtml';

/** The node as an element, or null. */
export const asElement = (node: Node | null): Element | null =>
  node !== null && nodeType(node) === 1 ? (node as Element) : null;

/** The name of an HTML element; empty for those of SVG and MathML. */
export const htmlName = (element: Element): string =>
  namespaceUri(element) === html ? localName(element) : '';

/** A property that documents and shadow roots have: the images and forms of a document shadow its own by their names. */
export const ofRoot = <Name extends keyof DocumentOrShadowRoot>(
  root: Document | ShadowRoot,
  name: Name,
): DocumentOrShadowRoot[Name] =>
  Reflect.get((nodeType(root) === 9 ? Document : ShadowRoot).prototype, name, root);
