import type { Anchor } from '../../protocol/anchor.ts';
import type { Locate } from './overlay.ts';

interface Shown {
  readonly name: string;
  readonly at: Anchor | null;
  readonly pressed: boolean;
}

interface PointerElement {
  readonly element: HTMLElement;
  readonly label: HTMLElement;
  shown: Shown;
}

const svg = 'http://www.w3.org/2000/svg';

/** The agents' pointers, each with a name. Decoration: what matters of it is said in the banner. */
export const createOverlayPointers = (locate: Locate) => {
  const element = document.createElement('div');
  element.setAttribute('aria-hidden', 'true');
  const pointers = new Map<number, PointerElement>();

  const make = (shown: Shown): PointerElement => {
    const pointer = document.createElement('div');
    pointer.className = 'pointer';
    const label = document.createElement('span');
    pointer.append(arrow(), label);
    element.append(pointer);
    return { element: pointer, label, shown };
  };

  return {
    element,
    move(sender: number, shown: Shown): void {
      const pointer = pointers.get(sender) ?? make(shown);
      pointers.set(sender, pointer);
      pointer.shown = shown;
      pointer.label.textContent = shown.name;
      pointer.element.classList.toggle('pressed', shown.pressed);
    },
    /** True when there is one to place again. */
    place(): boolean {
      for (const pointer of pointers.values()) {
        const place = pointer.shown.at && locate(pointer.shown.at);
        pointer.element.hidden = !place;
        if (place) pointer.element.style.transform = `translate(${place.x}px, ${place.y}px)`;
      }
      return [...pointers.values()].some(({ shown }) => shown.at !== null);
    },
    clear(sender?: number): void {
      for (const [number, pointer] of pointers) {
        if (sender !== undefined && sender !== number) continue;
        pointer.element.remove();
        pointers.delete(number);
      }
    },
  };
};

const arrow = (): SVGElement => {
  const icon = document.createElementNS(svg, 'svg');
  icon.setAttribute('viewBox', '0 0 24 24');
  const path = document.createElementNS(svg, 'path');
  path.setAttribute('d', 'M2 2l7.5 19 2.6-8.4L20.5 10z');
  icon.append(path);
  return icon;
};
