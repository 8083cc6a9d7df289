import type { SnippetNatives } from './snippet-natives.ts';

/** A button that only a person can press, and not by accident. */
export interface BannerButton {
  readonly element: HTMLButtonElement;
  /** Makes it dead for a moment: something has moved under the pointer. */
  rest(): void;
}

export interface BannerButtonNeeds {
  readonly natives: SnippetNatives;
  readonly look: 'primary' | 'danger' | 'plain' | 'icon';
  readonly label: string;
  readonly icon?: SVGElement;
  readonly onPressed: (() => void) | undefined;
}

/** Whoever clicks at a place where a button has only just appeared, meant something else. */
const deadMs = 500;

export const createBannerButton = (needs: BannerButtonNeeds): BannerButton => {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = needs.look;
  if (needs.icon) {
    element.append(needs.icon);
    element.setAttribute('aria-label', needs.label);
    element.title = needs.label;
  } else {
    element.textContent = needs.label;
  }
  let aliveAt = 0;
  const rest = (): void => {
    aliveAt = performance.now() + deadMs;
  };
  rest();
  needs.natives.listen(element, 'click', (event) => {
    event.stopPropagation();
    // Scripts of the page, and the agent's control, make events that are not trusted.
    if (event.isTrusted && performance.now() >= aliveAt) needs.onPressed?.();
  });
  return { element, rest };
};
