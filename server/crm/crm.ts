/** A group, permission set or role that the CRM says a person has. Rules match `source` and `id`. */
export interface CrmGrant {
  readonly source: 'zd.group' | 'zd.customRole' | 'zd.role' | 'sf.permissionSet' | 'sf.customPermission';
  readonly id: string;
  readonly name: string;
}

/** The signed-in person, as the CRM knows them. */
export interface CrmUser {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly grants: readonly CrmGrant[];
}

export interface Case {
  /** The CRM's id: a ticket number, or an 18-character Salesforce id. */
  readonly id: string;
  /** What people call it: `35436`, `00001042`. */
  readonly number: string;
  readonly subject: string;
  readonly closed: boolean;
}

/** An internal note: plain text, one line a row. `marker` is in the text and in no other note: a second try looks for it. */
export interface Note {
  readonly text: string;
  readonly marker: string;
}

/** One tenant's CRM, signed in as one agent. Every provider passes test/crm/provider-contract.ts. */
export interface Crm {
  readonly kind: 'zendesk' | 'salesforce';
  /** Who the tokens belong to, with their grants now. @throws Problem `user_inactive`, `wrong_organization`, `crm_*`, `auth_*`. */
  currentUser(): Promise<CrmUser>;
  /** Null when the case does not exist or this agent may not see it. @throws Problem `crm_*`, `auth_*`. */
  findCase(id: string): Promise<Case | null>;
  /**
   * Adds an internal note, unless one with its marker is there already. @throws Problem `case_not_found`,
   * `crm_unavailable`, `crm_rate_limited` (both: try again), `crm_forbidden`, `auth_*`.
   */
  addNoteOnce(caseId: string, note: Note): Promise<'added' | 'already_there'>;
}

/** The CRM of a tenant, as one of its agents. */
export type CrmOf = (who: { readonly tenantId: string; readonly agentId: string }) => Promise<Crm>;
