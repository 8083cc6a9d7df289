import * as dom from '../masking/natives.ts';

/** Knows the shadow root of each element, of closed ones too when they were attached after this. */
export interface ShadowRoots {
  shadowOf(element: Element): ShadowRoot | null;
  /** Hears of each root that is attached from now on, until `stop`. */
  watch(onAttached: (host: Element) => void): void;
  stop(): void;
}

export const createShadowRoots = (): ShadowRoots => {
  const closed = new WeakMap<Element, ShadowRoot>();
  const native = Element.prototype.attachShadow;
  let listener: ((host: Element) => void) | null = null;

  // Attaching a root to an element that was already sent shows in no mutation record.
  const attachShadow = function (this: Element, init: ShadowRootInit): ShadowRoot {
    const root = Reflect.apply(native, this, [init]);
    if (init.mode === 'closed') closed.set(this, root);
    listener?.(this);
    return root;
  };

  return {
    shadowOf: (element) => dom.openShadowRoot(element) ?? closed.get(element) ?? null,
    watch: (onAttached) => {
      listener = onAttached;
      Element.prototype.attachShadow = attachShadow;
    },
    stop: () => {
      listener = null;
      // Somebody else may have wrapped ours since; it then stays, and does nothing.
      if (Element.prototype.attachShadow === attachShadow) Element.prototype.attachShadow = native;
    },
  };
};
