import type { ProblemCode } from '../../protocol/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import type { CallUsage } from './call-usage.ts';
import type { Crm, CrmKind } from './crm.ts';
import type { TokenHolder, TokenSet } from './tokens.ts';

/** What one kind of CRM needs doing for one tenant: OAuth (RFC 6749 with PKCE, RFC 7636), and calls as an agent. */
export interface CrmProvider {
  readonly kind: CrmKind;
  readonly authorizeUrl: string;
  readonly tokenUrl: string;
  readonly scope: readonly string[];
  /** Redeems a code. @throws Problem `sign_in_denied`, `wrong_organization`, `crm_*`. */
  exchange(code: AuthorizationCode): Promise<TokenSet>;
  /** Uses the refresh token up. @throws Problem `auth_revoked`, `wrong_organization`, `crm_*`. */
  refresh(tokens: TokenSet): Promise<TokenSet>;
  /** Ends the whole grant at the CRM. @throws Problem `crm_*`. */
  revoke(tokens: TokenSet): Promise<void>;
  /** The CRM as whoever these tokens belong to. */
  connect(needs: ConnectNeeds): Crm;
}

interface AuthorizationCode {
  readonly code: string;
  readonly codeVerifier: string;
  readonly redirectUri: string;
}

/** What every provider needs, besides the tenant's settings. */
export interface ProviderNeeds {
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly now: () => number;
  /** Called with each answer that says how much of the CRM's allowance is used. */
  readonly noteUsage: (usage: CallUsage) => void;
}

/** An account that reads what people themselves may not. */
export interface Integration {
  readonly tokens: TokenHolder;
  /** Called each time that it was used: why it could not read; null: it could. */
  readonly note: (problem: ProblemCode | null) => void;
}

/** As whom a CRM is called. */
export interface ConnectNeeds {
  readonly tokens: TokenHolder;
  /** The path of the Salesforce identity; null elsewhere. */
  readonly identityPath: string | null;
  /** Of an account that may read what people themselves may not (Salesforce: permission sets and groups); null: there is none. */
  readonly integration: Integration | null;
}
