interface ScriptPolicy {
  createScriptURL(url: string): string;
}

declare global {
  interface Window {
    /** https://w3c.github.io/trusted-types/, where the browser has it. */
    readonly trustedTypes?: {
      createPolicy(name: string, rules: { createScriptURL(url: string): string }): ScriptPolicy;
    };
  }
}

/** Runs the script at this address, and no other: the address is the page's own configuration. */
export const loadScript = (url: string): Promise<void> =>
  new Promise((resolve, reject) => {
    const script = document.createElement('script');
    script.addEventListener('load', () => resolve());
    script.addEventListener('error', () => reject(new Error('A script of the host could not be loaded.')));
    const policy = window.trustedTypes?.createPolicy('handrail-host', {
      createScriptURL: (asked) => {
        if (asked === url) return asked;
        throw new TypeError('Not the host’s script.');
      },
    });
    script.src = policy ? policy.createScriptURL(url) : url;
    document.head.append(script);
  });
