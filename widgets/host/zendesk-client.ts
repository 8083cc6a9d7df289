/**
 * The part of the Zendesk Apps Framework's client that Handrail uses.
 * https://developer.zendesk.com/api-reference/apps/apps-core-api/client_api/
 */
export interface ZendeskClient extends ZendeskInstance {
  on(event: string, listener: () => void): void;
  /** Another frame of our app, by the guid that `instances` tells. */
  instance(guid: string): ZendeskInstance;
}

interface ZendeskInstance {
  get(paths: string | readonly string[]): Promise<unknown>;
  set(name: string, value: unknown): Promise<unknown>;
  invoke(name: string, ...values: readonly unknown[]): Promise<unknown>;
}

declare global {
  interface Window {
    /** Set by the SDK's script. `init` answers false outside of a Zendesk frame. */
    readonly ZAFClient?: { init(): ZendeskClient | false };
  }
}

/** Loads the SDK from Zendesk's address and connects. Rejects when there is no Zendesk around the frame. */
export const openZendeskClient = async (sdkUrl: string): Promise<ZendeskClient> => {
  if (!window.ZAFClient) await loadScript(sdkUrl);
  const client = window.ZAFClient?.init();
  if (!client) throw new Error('The Zendesk Apps Framework did not answer.');
  return client;
};

const loadScript = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () =>
      reject(new Error('The Zendesk Apps Framework could not be loaded.')),
    );
    script.src = url;
    document.head.append(script);
  });
