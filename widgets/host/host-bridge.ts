/** The invitation as it goes into a reply: plain text, and the same as HTML. */
interface Reply {
  readonly text: string;
  readonly html: string;
}

/** An email for the customer, for the agent to look over before it is sent. */
export interface EmailDraft extends Reply {
  readonly subject: string;
}

/** The console that frames the panel: which case is open there, its reply box, and what else it can do. */
export interface HostBridge {
  readonly kind: 'zendesk' | 'salesforce' | 'console' | 'standalone';
  /** The id of the case that is open. Null when none is. */
  caseId(): Promise<string | null>;
  /** Calls back whenever another case is opened. Returns what stops that. */
  onCaseChanged(listener: (caseId: string | null) => void): () => void;
  /** False while the console has another case, or another page, in front of the panel. */
  isShown(): boolean;
  /**
   * What the console signs about who is here, with the panel's nonce in it: a compact JWS. Null: it did not answer. Rejects with
   * `AssertionRefused` when it says that it won't. Null instead of a function: this host signs nothing.
   */
  readonly assertion: ((nonce: string) => Promise<string | null>) | null;
  /** Null: this host has no reply box. Rejects when the reply could not be changed. */
  readonly insertIntoReply: ((reply: Reply) => Promise<void>) | null;
  /** Null: this host drafts no email. Rejects when it could not be drafted. */
  readonly draftEmail: ((mail: EmailDraft) => Promise<void>) | null;
  /** Opens the live view inside of the console. False: it has no place for it now. Null: it never has. */
  readonly openLiveView: ((url: string) => Promise<boolean>) | null;
  /** Tells the host how many pixels the panel needs. Null: the host decides itself. */
  readonly resize: ((height: number) => void) | null;
}
