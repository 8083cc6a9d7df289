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
}

export interface CaseRecord {
  readonly id: string;
  readonly caseNumber: string;
  readonly subject: string;
  readonly description: string;
  status: 'New' | 'Working' | 'Escalated' | 'Closed';
  readonly priority: 'Low' | 'Medium' | 'High';
  readonly origin: 'Email' | 'Web' | 'Phone';
  readonly ownerId: string;
  readonly contact: Contact;
  /** Shared with admins only. */
  readonly restricted: boolean;
  readonly createdAt: number;
  updatedAt: number;
  readonly emails: CaseEmail[];
  readonly comments: CaseComment[];
}
