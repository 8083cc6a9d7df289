/** The invitation as it goes into a reply: plain text, and the same as HTML. */
export interface Reply {
  readonly text: string;
  readonly html: string;
}

/** The console that frames the panel: which case is open there, and its reply box. */
export interface HostBridge {
  readonly kind: 'zendesk' | 'salesforce' | 'standalone';
  /** The id of the case that is open. Null when none is. */
  caseId(): Promise<string | null>;
  /** Calls back whenever another case is opened. Returns what stops that. */
  onCaseChanged(listener: (caseId: string | null) => void): () => void;
  /** Null: this host has no reply box. Rejects when the reply could not be changed. */
  readonly insertIntoReply: ((reply: Reply) => Promise<void>) | null;
  /** Tells the host how many pixels the panel needs. Null: the host decides itself. */
  readonly resize: ((height: number) => void) | null;
}
