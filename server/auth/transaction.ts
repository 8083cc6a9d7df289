import type { ProblemBody } from '../../protocol/problem.ts';

/** One try to sign in: from the panel's click, through the popup and the CRM, to the panel's poll. */
export interface SignInTransaction {
  readonly id: string;
  readonly tenantId: string;
  /** Shown in the panel and in a popup that can't prove itself. */
  readonly userCode: string;
  readonly pollSecretHash: string;
  readonly proofHash: string;
  /** Of the popup's cookie; null until the popup has proved itself, or somebody has compared the codes. */
  readonly popupHash: string | null;
  /** Sealed; null before the popup goes to the CRM, and after it has come back. */
  readonly codeVerifier: string | null;
  readonly status: 'started' | 'proven' | 'authorizing' | 'signed_in' | 'failed' | 'told';
  readonly expectedAgentId: string | null;
  readonly agentId: string | null;
  readonly problem: ProblemBody | null;
  /** RFC 7638, of the panel's key: the bearer that comes of this is bound to it. */
  readonly thumbprint: string;
  readonly expiresAt: number;
}

/** Whether the popup may still come and go. */
export const isOpen = ({ status }: SignInTransaction): boolean =>
  status === 'started' || status === 'proven' || status === 'authorizing';
