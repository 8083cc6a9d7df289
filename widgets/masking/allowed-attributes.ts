const presentational = `
abbr align alt aria-label axis bgcolor border cellpadding cellspacing char charoff class clear color cols colspan compact
contenteditable controls coords datetime decoding default dir disabled enterkeyhint exportparts face for frame frameborder
headers height hidden high hspace id inert inputmode kind label lang loading loop low marginheight marginwidth max maxlength
media min minlength multiple muted name noshade nowrap open optimum part placeholder popover readonly required
reversed role rows rowspan rules scope scrolling selected shape size sizes slot span spellcheck start step style summary tabindex
text title translate type valign vspace width wrap
`;

const svg = `
alignment-baseline amplitude azimuth baseFrequency baseline-shift bias clip clip-path clip-rule clipPathUnits color-interpolation
color-interpolation-filters cx cy d diffuseConstant direction display dominant-baseline dx dy edgeMode elevation exponent fill
fill-opacity fill-rule filter filterUnits flood-color flood-opacity font-family font-size font-stretch font-style font-variant
font-weight fr fx fy gradientTransform gradientUnits image-rendering in in2 intercept k1 k2 k3 k4 kernelMatrix kernelUnitLength
lengthAdjust letter-spacing lighting-color limitingConeAngle marker-end marker-mid marker-start markerHeight markerUnits
markerWidth mask mask-type maskContentUnits maskUnits mode numOctaves offset opacity operator order orient overflow paint-order
pathLength patternContentUnits patternTransform patternUnits pointer-events points pointsAtX pointsAtY pointsAtZ preserveAlpha
preserveAspectRatio primitiveUnits r radius refX refY requiredExtensions result rotate rx ry scale seed shape-rendering side slope
specularConstant specularExponent spreadMethod startOffset stdDeviation stitchTiles stop-color stop-opacity stroke
stroke-dasharray stroke-dashoffset stroke-linecap stroke-linejoin stroke-miterlimit stroke-opacity stroke-width surfaceScale
systemLanguage tableValues targetX targetY text-anchor text-decoration text-rendering textLength transform transform-origin
unicode-bidi vector-effect version viewBox visibility word-spacing writing-mode x x1 x2 xChannelSelector y y1 y2 yChannelSelector
xml:space z zoomAndPan
`;

const mathMl = `
accent accentunder columnalign columnlines columnspacing columnspan depth displaystyle fence linethickness lspace mathbackground
mathcolor mathsize mathvariant maxsize minsize movablelimits notation rowalign rowlines rowspacing rspace scriptlevel separator
stretchy symmetric voffset
`;

/** The only attributes that leave the visitor's page, and that a mirror sets: how things look and what they are called. Addresses are apart. */
export const allowedAttributes: ReadonlySet<string> = new Set(
  `${presentational} ${svg} ${mathMl}`.split(/\s+/).filter(Boolean),
);

/** Attributes that hold an address; each is decided by `leavingUrl`. All others that could hold one are not allowed at all. */
export const urlAttributes: ReadonlySet<string> = new Set(['src', 'href', 'xlink:href', 'poster']);

/** `aria-*`: words for people, and states. */
export const isAriaAttribute = (name: string): boolean => /^aria-[a-z]+$/.test(name);
