import { toBase64Url } from '../../../protocol/base64url.ts';
import type { IdentityProof } from '../../../protocol/http/authentication.ts';
import type { PanelPage } from '../../../protocol/page-config.ts';
import type { HostBridge } from '../../host/host-bridge.ts';
import type { Refusal } from '../refusal.ts';

/** What the console around the panel says of who is here. */
export interface HostIdentity {
  /** Something signed that is good once. Null: it says nothing, or nothing more. Rejects with `AssertionRefused` when it won't. */
  prove(): Promise<IdentityProof | null>;
  /** Why the server did not take what was signed with the request for this page. */
  readonly refusal: Refusal | null;
}

interface Needs {
  readonly page: Pick<PanelPage, 'bootstrapCode' | 'bootstrapRefusal'>;
  /** Null: this console signs nothing but the request for the page. */
  readonly openHost: (() => Promise<HostBridge>) | null;
}

export const hostIdentity = ({ page, openHost }: Needs): HostIdentity => {
  let code = page.bootstrapCode;

  const byCode = (): IdentityProof | null => {
    const taken = code;
    code = null;
    return taken === null ? null : { by: 'bootstrap', code: taken };
  };

  const byAssertion = async (): Promise<IdentityProof | null> => {
    // A host that can't be reached says nothing; the panel says elsewhere that it doesn't answer.
    const host = await openHost?.().catch(() => null);
    if (!host?.assertion) return null;
    const nonce = toBase64Url(crypto.getRandomValues(new Uint8Array(16)));
    const assertion = await host.assertion(nonce);
    return assertion === null ? null : { by: 'assertion', assertion, nonce };
  };

  return {
    prove: async () => byCode() ?? byAssertion(),
    refusal: page.bootstrapRefusal && { code: page.bootstrapRefusal, role: null },
  };
};
