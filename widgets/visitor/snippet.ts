import { takeHandover } from '../seal/handover-fragment.ts';
import { hasSession, sessionMarker } from './session-marker.ts';
import { coreFor, type SnippetCores, type SnippetScript } from './snippet-cores.ts';
import type { Handed } from './snippet-handed.ts';
import { captureNatives } from './snippet-natives.ts';
import type { LoadPart, PartName } from './snippet-parts.ts';

export interface SnippetNeeds {
  /** The loader's own script element. */
  readonly script: HTMLScriptElement;
  readonly cores: SnippetCores;
  /** For the core to ask for. */
  readonly parts: Readonly<Record<PartName, SnippetScript>>;
}

/**
 * Runs first in the page's head: takes a handover out of the address before anything else reads it, and fetches the core when a
 * session is on. Without one it does nothing, and never asks the network.
 */
export const runSnippet = ({ script, cores, parts }: SnippetNeeds): void => {
  const natives = captureNatives();
  const { origin } = new URL(script.src);
  const addressOf = createAddresses();
  let loaded = false;

  /** Runs a script that its bytes are known of, and hands it this. */
  const run = ({ path, integrity }: SnippetScript, handed: unknown, onError: () => void) => {
    const element = Object.assign(document.createElement('script'), { handed });
    element.integrity = integrity;
    element.crossOrigin = 'anonymous';
    element.nonce = script.nonce;
    element.src = addressOf(new URL(path, origin).href);
    natives.listen(element, 'load', () => element.remove());
    natives.listen(element, 'error', () => {
      element.remove();
      onError();
    });
    document.documentElement.append(element);
  };

  const load: LoadPart = (name) =>
    new Promise((resolve, reject) => run(parts[name], resolve, () => reject(new Error('not loaded'))));

  const loadCore = (handover: ReturnType<typeof cleanAddress>): void => {
    if (loaded) return;
    loaded = true;
    // A failure to load leaves the page as it was; the next page, or the next look at this one, tries again.
    const { recordingKey = null } = script.dataset;
    const handed: Handed = { origin, handover, natives, load, recordingKey };
    run(coreFor(cores, navigator.languages), handed, () => {
      loaded = false;
    });
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
  createScriptURL(url: string): string;
}

interface TypedWindow {
  readonly trustedTypes?: { createPolicy(name: string, rules: ScriptUrls): ScriptUrls };
}

/** A page that requires Trusted Types takes addresses from a policy named `handrail` only, and lets it be made once. */
const createAddresses = (): ((address: string) => string) => {
  const { trustedTypes } = window as TypedWindow;
  let policy: ScriptUrls | undefined;
  return (address) => {
    policy ??= trustedTypes?.createPolicy('handrail', { createScriptURL: (url) => url });
    return policy ? policy.createScriptURL(address) : address;
  };
};
