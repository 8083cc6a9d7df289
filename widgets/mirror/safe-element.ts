const htmlNames = new Set(
  `a abbr acronym address area article aside audio b bdi bdo big blink blockquote body br button canvas caption center cite code col
colgroup data datalist dd del details dfn dialog dir div dl dt em fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 head
header hgroup hr html i iframe img input ins kbd label legend li main map mark marquee menu meter nav nobr ol optgroup option output p
picture pre progress q rb rp rt rtc ruby s samp search section select slot small source span strike strong style sub summary sup table
tbody td textarea tfoot th thead time title tr track tt u ul var video wbr`.split(/\s+/),
);
const svgNames = new Set(
  `a circle clipPath defs desc ellipse feBlend feColorMatrix feComponentTransfer feComposite feConvolveMatrix feDiffuseLighting
feDisplacementMap feDistantLight feDropShadow feFlood feFuncA feFuncB feFuncG feFuncR feGaussianBlur feImage feMerge feMergeNode
feMorphology feOffset fePointLight feSpecularLighting feSpotLight feTile feTurbulence filter foreignObject g image line linearGradient
marker mask metadata path pattern polygon polyline radialGradient rect stop style svg switch symbol text textPath title tspan use
view`.split(/\s+/),
);
const mathName = /^(math|semantics|annotation|m[a-z]+)$/;
const customName = /^[a-z][a-z0-9._-]*-[a-z0-9._-]*$/;

const namespaces = {
  's:': 'http://www.w3.org/2000/svg',
  'm:': 'http://www.w3.org/1998/Math/MathML',
} as const;

const createElement = Document.prototype.createElement;
const createElementNs = Document.prototype.createElementNS;

/**
 * Makes an element of the mirror. What is not on the list becomes an element of no meaning: scripts, `meta`, `base`, `object` and all
 * that browsers may yet think of. A linked style sheet becomes a `style`, whose rules the mirror puts in when it has checked them.
 */
export const safeElement = (owner: Document, name: string): Element => {
  const prefix = name.slice(0, 2);
  if (prefix === 's:' || prefix === 'm:') return foreignElement(owner, prefix, name.slice(2));
  if (name === 'link') return createElement.call(owner, 'style');
  if (!htmlNames.has(name) && !customName.test(name)) return meaningless(owner, name);
  const element = createElement.call(owner, name);
  // Before it can load anything: a frame of the mirror holds what the visitor's side sends, and runs nothing.
  if (name === 'iframe') element.setAttribute('sandbox', 'allow-same-origin');
  return element;
};

const foreignElement = (owner: Document, prefix: 's:' | 'm:', name: string): Element => {
  const isKnown = prefix === 's:' ? svgNames.has(name) : mathName.test(name);
  return createElementNs.call(owner, namespaces[prefix], isKnown ? name : prefix === 's:' ? 'g' : 'mrow');
};

const meaningless = (owner: Document, name: string): Element => {
  const shown = name === 'object' || name === 'embed' || name === 'applet';
  const element = createElement.call(owner, shown ? 'handrail-object' : 'handrail-dropped');
  element.setAttribute('style', shown ? 'display:inline-block' : 'display:none');
  return element;
};
