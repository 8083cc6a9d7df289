/** Gives the banner, whose slot this is, the looks of what stands in it. */
export const dress = (slot: HTMLElement, styles: string): void => {
  const root = slot.getRootNode();
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(styles);
  if (root instanceof ShadowRoot) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
};
