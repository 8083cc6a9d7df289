const presentational = `
abbr align alt aria-label axis bgcolor border cellpadding cellspacing char charoff class clear color cols colspan compact
contenteditable controls coords datetime decoding default dir disabled enterkeyhint exportparts face for frame frameborder
headers height hidden high hspace id inert inputmode kind label lang loading loop low marginheight marginwidth max maxlength
media min minlength multiple muted name noshade nowrap open optimum part placeholder popover readonly required
reversed role rows rowspan rules scope scrolling selected shape size sizes slot span spellcheck start step style summary tabindex
text title translate type valign vspace width wrap
`;

const svg = `
alignment-baseline amplitude baseFrequency baseline-shift clip clipPathUnits cx cy d direction display dominant-baseline
dx dy edgeMode exponent fill filter filterUnits fr fx fy gradientTransform gradientUnits image-rendering in in2
intercept k1 k2 k3 k4 lengthAdjust lighting-color markerHeight markerUnits markerWidth mask maskContentUnits maskUnits
mode numOctaves offset opacity operator order orient overflow paint-order pathLength patternContentUnits
patternTransform patternUnits pointer-events points preserveAspectRatio primitiveUnits r radius refX refY result rotate
rx ry scale seed shape-rendering side slope spreadMethod startOffset stdDeviation stitchTiles stroke tableValues targetX
targetY textLength transform transform-origin vector-effect version viewBox visibility writing-mode x x1 x2
xChannelSelector y y1 y2 yChannelSelector xml:space z
`;

const mathMl = `
accent accentunder columnalign columnlines columnspacing columnspan depth displaystyle fence linethickness lspace mathbackground
mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rspace scriptlevel separator
stretchy symmetric voffset
`;

/** The only attributes that leave the visitor's page, and that a mirror sets: how things look and what they are called. Addresses are apart. */
export const isAllowedAttribute = (name: string): boolean => listed.has(name) || families.test(name);

const listed: ReadonlySet<string> = new Set(
  `${presentational} ${svg} ${mathMl}`.split(/\s+/).filter(Boolean),
);
/** SVG's presentation attributes, and states and words for assistive technology. */
const families =
  /^((fill|stroke|font|marker|stop|flood|clip|color|mask|text|letter|word)(-[a-z]+)+|aria-[a-z]+)$/;

/** Attributes that hold an address; each is decided by `leavingUrl`. All others that could hold one are not allowed at all. */
export const urlAttributes: ReadonlySet<string> = new Set(['src', 'href', 'xlink:href', 'poster']);
