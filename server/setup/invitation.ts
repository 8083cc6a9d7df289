/** A way to become a new tenant's first admin, once. */
export interface Invitation {
  readonly id: string;
  /** The id that the tenant gets. */
  readonly tenantId: string;
  readonly tenantName: string;
  readonly secretHash: string;
  readonly suggestion: Suggestion | null;
  /** The newest sign-in that was begun with it. */
  readonly signInId: string | null;
  readonly expiresAt: number;
  readonly usedAt: number | null;
}

/** What the operator knew of the CRM. */
export interface Suggestion {
  readonly kind: 'zendesk' | 'salesforce' | 'jwt';
  readonly base: string | null;
}

/** How long somebody may take to open it. */
export const invitationLifetimeMs = 72 * 60 * 60_000;
