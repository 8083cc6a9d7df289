import type { SnippetNatives } from './snippet-natives.ts';

/** An element of ours on the tenant's page: in the top layer, its content out of the page's reach. */
export interface OwnHost {
  readonly element: HTMLElement;
  readonly root: ShadowRoot;
  /** Puts it above everything that came to the top layer since; `within` is the modal dialog that would make it inert else. */
  raise(within: Element | null): void;
  remove(): void;
}

/** `styles` are for the shadow root. Constructed sheets, because a strict CSP refuses `<style>`. */
export const createOwnHost = (natives: SnippetNatives, styles: string): OwnHost => {
  const element = document.createElement('handrail-session');
  // "auto" popovers would close the page's own.
  element.popover = 'manual';
  const root = natives.attachShadow(element, { mode: 'closed' });
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(hostStyles + styles);
  root.adoptedStyleSheets = [sheet];

  return {
    element,
    root,
    raise(within) {
      const focused = root.activeElement;
      const parent = within ?? document.documentElement;
      if (element.parentNode !== parent) parent.append(element);
      // Shown again, it comes to the end of the top layer. Where there are no popovers, its z-index must do.
      if ('showPopover' in element) {
        if (element.matches(':popover-open')) element.hidePopover();
        element.showPopover();
      }
      if (focused instanceof HTMLElement) focused.focus({ preventScroll: true });
    },
    remove: () => element.remove(),
  };
};

/** Only an important declaration in here wins over what the page's own rules say about our element. */
const hostStyles = `
  :host {
    all: initial !important;
    display: block !important;
    position: fixed !important;
    inset: 0 !important;
    z-index: 2147483647 !important;
    overflow: visible !important;
    pointer-events: none !important;
    color-scheme: light dark !important;
  }
`;
