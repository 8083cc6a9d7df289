/** The browser's own functions, taken before a script of the page could put its own in their place. */
export interface SnippetNatives {
  attachShadow(host: Element, init: ShadowRootInit): ShadowRoot;
  listen(
    target: EventTarget,
    type: string,
    listener: (event: Event) => void,
    options?: AddEventListenerOptions,
  ): void;
}

export const captureNatives = (): SnippetNatives => {
  const { attachShadow } = Element.prototype;
  const { addEventListener } = EventTarget.prototype;
  const { apply } = Reflect;
  return {
    attachShadow: (host, init) => apply(attachShadow, host, [init]),
    listen: (target, type, listener, options) => {
      apply(addEventListener, target, [type, listener, options]);
    },
  };
};
