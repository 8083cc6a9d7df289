import type { Api } from '../../link/api.ts';

/** What is needed to ask the server about this live view's session. */
export interface Asking {
  readonly sessionId: string;
  readonly token: string;
  readonly api: Api;
}
