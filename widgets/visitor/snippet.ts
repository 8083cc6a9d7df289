import { takeHandover } from '../seal/handover-fragment.ts';
import { hasSession, sessionMarker } from './session-marker.ts';
import { coreFor, type SnippetCores } from './snippet-cores.ts';
import type { HandingScript } from './snippet-handed.ts';
import { captureNatives } from './snippet-natives.ts';

export interface SnippetNeeds {
  /** The loader's own script element. */
  readonly script: HTMLScriptElement;
  readonly cores: SnippetCores;
}

/**
 * Runs first in the page's head: takes a handover out of the address before anything else reads it, and fetches the core when a
 * session is on. Without one it does nothing, and never asks the network.
 */
export const runSnippet = ({ script, cores }: SnippetNeeds): void => {
  const natives = captureNatives();
  const { origin } = new URL(script.src);
  let loaded = false;

  const loadCore = (handover: ReturnType<typeof cleanAddress>): void => {
    if (loaded) return;
    loaded = true;
    const core = coreFor(cores, navigator.languages);
    const element: HandingScript = document.createElement('script');
    element.handed = { origin, handover, natives };
    element.integrity = core.integrity;
    element.crossOrigin = 'anonymous';
    element.nonce = script.nonce;
    setAddress(element, new URL(core.path, origin).href);
    natives.listen(element, 'load', () => element.remove());
    // A failure to load leaves the page as it was; the next page, or the next look at this one, tries again.
    natives.listen(element, 'error', () => {
      element.remove();
      loaded = false;
    });
    document.documentElement.append(element);
  };

  const look = (): void => {
    const handover = cleanAddress();
    if (handover || hasSession()) loadCore(handover);
  };

  look();
  natives.listen(window, 'pageshow', look);
  natives.listen(window, 'hashchange', look);
  // A session that began in another tab of this site.
  natives.listen(window, 'storage', (event) => {
    if (event instanceof StorageEvent && event.key === sessionMarker) look();
  });
};

/** Takes the handover out of the address, and leaves the site's own fragment and history state as they were. */
const cleanAddress = () => {
  const taken = takeHandover(location.hash);
  if (!taken) return null;
  const { origin, pathname, search } = location;
  history.replaceState(history.state, '', `${origin}${pathname}${search}${taken.rest}`);
  return taken.handover;
};

interface ScriptUrls {
  createPolicy(
    name: string,
    rules: { createScriptURL(url: string): string },
  ): { createScriptURL(url: string): string };
}

/** A page that requires Trusted Types takes the address from a policy named `handrail` only. */
const setAddress = (element: HTMLScriptElement, address: string): void => {
  const { trustedTypes } = window as { readonly trustedTypes?: ScriptUrls };
  const policy = trustedTypes?.createPolicy('handrail', { createScriptURL: (url) => url });
  element.src = policy ? policy.createScriptURL(address) : address;
};
