import type { AssertionRefusal } from '../../../protocol/host.ts';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import type { Refusal } from '../refusal.ts';

/**
 * Who uses this panel. `looking`: the console is asked who is here. `waiting`: for the popup, which the browser may have blocked, or
 * which seems to be closed.
 */
export type SignInState =
  | { readonly name: 'looking'; readonly isSlow: boolean }
  | {
      readonly name: 'signed-out';
      /** What the server, or the CRM in the popup, said no to. */
      readonly refusal: Refusal | null;
      /** Why the console won't say who is here. */
      readonly host: AssertionRefusal | null;
    }
  | { readonly name: 'starting' }
  | {
      readonly name: 'waiting';
      /** Null: the popup's person is known, and compared with who signs in there. */
      readonly userCode: string | null;
      readonly startUrl: string;
      readonly popup: 'open' | 'blocked' | 'gone';
    }
  | {
      readonly name: 'signed-in';
      readonly agent: AgentView;
      /** Why connecting to the CRM did not work. */
      readonly refusal: Refusal | null;
    };
