const svg = 'http://www.w3.org/2000/svg';

/** Small line drawings, made without markup: a page may refuse HTML strings (Trusted Types). */
const paths = {
  collapse: 'M5 12h14',
  expand: 'M4 12s3-6 8-6 8 6 8 6-3 6-8 6-8-6-8-6zM12 9.5a2.5 2.5 0 1 0 0 5 2.5 2.5 0 0 0 0-5z',
  move: 'M8 8l4-4 4 4M8 16l4 4 4-4M12 4v16',
  close: 'M6 6l12 12M18 6L6 18',
} as const;

export const bannerIcon = (name: keyof typeof paths): SVGElement => {
  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  icon.setAttribute('aria-hidden', 'true');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', paths[name]);
  icon.append(path);
  return icon;
};
