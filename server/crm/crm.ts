import type { Readable } from 'node:stream';
import type { GrantSource } from '../../protocol/grant-source.ts';
import type { Requester } from '../../protocol/requester.ts';
import type { SignedCase } from '../http/caller.ts';

/** `jwt` is any console that signs its own assertions. */
export type CrmKind = 'zendesk' | 'salesforce' | 'jwt';

/** A group, permission set or role that the CRM says a person has. Rules match `source` and `id`. */
export interface CrmGrant {
  readonly source: GrantSource;
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
  /** Null when the case is about nobody in particular. */
  readonly requester: Requester | null;
  /** Null when the CRM has one brand, or none. */
  readonly brandId: string | null;
  /** The id that was asked for, when that case was merged into this one. */
  readonly mergedFrom: string | null;
}

/** An internal note: plain text, one line a row. `marker` is in the text and in no other note: a second try looks for it. */
export interface Note {
  readonly text: string;
  readonly marker: string;
  /** The session that it is about: what the CRM keeps of it on the case itself may go along, in the same change. `putSessionRecord` comes in any case. */
  readonly record?: SessionRecord | undefined;
  /** What belongs to it, in as few changes of the case as the CRM can: all are there once the note is, each as `putFileOnce` would put it. */
  readonly files?: readonly FileSource[];
}

/** What the CRM can report on after a session. Times are epoch milliseconds. */
export interface SessionRecord {
  /** The session's id: one record each, however often it is put. */
  readonly externalId: string;
  readonly startedAt: number;
  readonly endedAt: number;
  /** The CRM's id of the user. */
  readonly agentId: string;
  readonly agentName: string;
  /** Null when the customer's page never came. */
  readonly durationMs: number | null;
  readonly features: readonly string[];
  readonly consent: readonly string[];
  readonly outcome: string | null;
  /** Null: not said, or not any more: what the CRM has of it stays. */
  readonly comment: string | null;
  readonly artifacts: readonly RecordedArtifact[];
  /** The hash of the session's newest audit entry. */
  readonly auditHead: string;
}

export interface RecordedArtifact {
  /** Of what is deleted, only what it was. */
  readonly name: string;
  readonly location: 'crm' | 'link';
  /** Where people open it: the file on the case, else our own page for it. Null: it is deleted. */
  readonly url: string | null;
  /** Our own page, where what `url` leads to can't be opened without it. */
  readonly viewer: string | null;
  /** Null while it is being put together. */
  readonly bytes: number | null;
  readonly sha256: string | null;
  readonly deletedAt: number | null;
}

/** Bytes from `start` up to, and without, `end`. */
export interface FileRange {
  readonly start: number;
  readonly end: number;
}

/** A file that can be read more than once: a second try begins at the beginning. */
export interface FileSource {
  readonly name: string;
  readonly contentType: string;
  readonly bytes: number;
  /** Hexadecimal. */
  readonly sha256: string;
  /** Unique, and kept with the file: a second try looks for it. */
  readonly externalId: string;
  open(): Promise<Readable>;
}

export interface StoredFile {
  /** The CRM's id. */
  readonly id: string;
  /** Where people with access to the case open it. */
  readonly url: string;
}

/** One tenant's CRM, signed in as one agent. Every provider passes test/crm/provider-contract.ts. */
export interface Crm {
  readonly kind: CrmKind;
  /** Who the tokens belong to, with their grants now. @throws Problem `user_inactive`, `wrong_organization`, `crm_*`, `auth_*`. */
  currentUser(): Promise<CrmUser>;
  /**
   * What somebody else holds, as far as this account may read that. Null: there is nobody with this id. @throws Problem `user_inactive`,
   * `crm_forbidden` when this account may not, `crm_*`, `auth_*`.
   */
  grantsOf(userId: string): Promise<CrmUser | null>;
  /** Follows a merged case to where it went. Null when it does not exist or this agent may not see it. @throws Problem `crm_*`, `auth_*`. */
  findCase(id: string): Promise<Case | null>;
  /**
   * Adds an internal note, unless one with its marker is there already; `unsupported` when there is nowhere to put it. @throws Problem `case_not_found`, `case_closed` (it takes
   * no notes any more), `crm_unavailable`, `crm_rate_limited`, `crm_quota_exhausted` (all three: try again), `crm_forbidden`, `auth_*`;
   * with files also `file_too_large`, before anything is sent.
   */
  addNoteOnce(caseId: string, note: Note): Promise<'added' | 'already_there' | 'unsupported'>;
  /**
   * Writes the session's record, or brings it up to date. Works on closed cases where the CRM allows it; `unsupported` when this
   * tenant's CRM has no place for it. @throws Problem as `addNoteOnce`.
   */
  putSessionRecord(caseId: string, record: SessionRecord): Promise<'written' | 'unsupported'>;
  /**
   * Streams a file to the case, unless it is there already. @throws Problem `file_too_large`, `storage_full`, `artifact_changed` (what was read is not what was announced: then
   * nothing of it is there), and as `addNoteOnce`.
   */
  putFileOnce(caseId: string, file: FileSource): Promise<StoredFile>;
  /**
   * What `putFileOnce` put, or a part of it, by the CRM's id. @throws Problem `artifact_missing`, `range_invalid`, `crm_*`, `auth_*`; reading the stream can throw
   * `crm_unavailable`, too.
   */
  readFile(fileId: string, range?: FileRange): Promise<Readable>;
  /**
   * Takes a file's content away for good, wherever it is linked: gone once this returns. Fine when it was not there. What stays: in Salesforce, the org's recycle bin
   * has it for 15 days; in Zendesk, the comment stands with an empty `redacted.txt` in its place. @throws Problem as `addNoteOnce`.
   */
  removeFile(caseId: string, fileId: string): Promise<void>;
}

interface ActingAgent {
  readonly tenantId: string;
  readonly agentId: string;
  /** What their console has signed to be open. Where there is no CRM to ask, that is the only case there is. */
  readonly signedCase?: SignedCase | null;
}

/** The CRM of a tenant, as one of its agents. */
export type CrmOf = (who: ActingAgent) => Promise<Crm>;
