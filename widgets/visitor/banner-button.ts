import type { SnippetNatives } from './snippet-natives.ts';

/** A button that only a person can press, and not by accident. */
export interface BannerButton {
  readonly element: HTMLButtonElement;
  show(shown: boolean): void;
  /** Makes it dead for a moment: something has moved under the pointer. */
  rest(): void;
}

export interface BannerButtonNeeds {
  readonly natives: SnippetNatives;
  readonly look: 'primary' | 'danger' | 'plain' | 'icon';
  readonly label: string;
  readonly icon?: SVGElement;
  onPressed(): void;
}

/** Whoever clicks at a place where a button has only just appeared, meant something else. */
const deadMs = 500;

export const createBannerButton = ({
  natives,
  look,
  label,
  icon,
  onPressed,
}: BannerButtonNeeds): BannerButton => {
  const element = document.createElement('button');
  element.type = 'button';
  element.className = look;
  if (icon) {
    element.append(icon);
    element.setAttribute('aria-label', label);
    element.title = label;
  } else {
    element.textContent = label;
  }
  let aliveAt = performance.now() + deadMs;
  natives.listen(element, 'click', (event) => {
    event.stopPropagation();
    // Scripts of the page, and the agent's control, make events that are not trusted.
    if (event.isTrusted && performance.now() >= aliveAt) onPressed();
  });
  return {
    element,
    show(shown) {
      if (element.hidden === !shown) return;
      element.hidden = !shown;
    },
    rest() {
      aliveAt = performance.now() + deadMs;
    },
  };
};
