import type { KeptContent } from '../serving/kept-content.ts';

/** A note on a case that the customer doesn't see, unless it is published. */
export interface CaseComment {
  readonly id: string;
  readonly parentId: string;
  readonly body: string;
  readonly isPublished: boolean;
  readonly createdById: string;
  readonly createdAt: number;
}

/** A mail between the customer and the company, as the case's feed shows it. */
export interface CaseEmail {
  readonly incoming: boolean;
  readonly authorName: string;
  readonly text: string;
  readonly createdAt: number;
}

export interface Contact {
  readonly id: string;
  readonly name: string;
  readonly email: string;
  readonly phone: string;
  /** The contact's own login to the company's customer site; null: there is none. */
  readonly login: { readonly userId: string; readonly language: string; readonly timeZone: string } | null;
}

/** A file, and the cases that it is linked to. */
export interface Document extends KeptContent {
  readonly id: string;
  readonly versionId: string;
  readonly ownerId: string;
  readonly title: string;
  readonly description: string | null;
  readonly links: {
    readonly id: string;
    readonly caseId: string;
    visibility: 'AllUsers' | 'InternalUsers';
  }[];
}

export interface CaseRecord {
  readonly id: string;
  readonly caseNumber: string;
  readonly subject: string;
  readonly description: string;
  status: 'New' | 'Working' | 'Escalated' | 'Closed';
  readonly priority: 'Low' | 'Medium' | 'High';
  readonly origin: 'Email' | 'Web' | 'Phone';
  /** In a field of the company's own. */
  brand: string | null;
  readonly ownerId: string;
  readonly contact: Contact;
  /** False: nobody made a contact of whoever wrote; the case only has what the web form had. */
  readonly hasContact: boolean;
  /** The case that this one was merged into: it is in the bin since. Null: it is there. */
  mergedInto: string | null;
  /** In the bin, for itself. */
  isDeleted: boolean;
  /** Shared with admins only. */
  readonly restricted: boolean;
  readonly createdAt: number;
  updatedAt: number;
  readonly emails: CaseEmail[];
  readonly comments: CaseComment[];
}
