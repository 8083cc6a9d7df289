import type { ArtifactView, DeletionReason } from '../../protocol/http/artifacts.ts';
import type { RecordingIndex } from '../../protocol/recording.ts';
import type { ArtifactKind } from '../../protocol/storage-policy.ts';

/** Something that is to be kept of a session, before its content has come. */
export interface NewArtifact {
  /** `art_…`; made by whoever begins it. */
  readonly id: string;
  readonly tenantId: string;
  readonly sessionId: string;
  /** Who acts on the case, where the target is the CRM: the session's agent. */
  readonly agentId: string;
  readonly caseId: string | null;
  readonly kind: ArtifactKind;
  /** What people see; made safe before. */
  readonly name: string;
  readonly contentType: string;
  /** `agent:<id>`, `visitor:<id>` or `server`, as the audit log names them. */
  readonly createdBy: string;
  /** Recordings only. */
  readonly recording: { readonly startedAt: number; readonly index: RecordingIndex } | null;
  /** What `CheckPlace` answered when it began; not said: it is kept as the policy says now. */
  readonly decided?: string;
}

/** Kept: nothing loses it any more. */
export interface Artifact extends NewArtifact {
  /** Of the content, as it was before it was sealed; hash hexadecimal. */
  readonly bytes: number;
  readonly sha256: string;
  readonly sealing: ArtifactView['sealing'];
  readonly target: string;
  readonly state: ArtifactView['state'];
  readonly createdAt: number;
  readonly expiresAt: number;
  readonly deleted: { readonly at: number; readonly reason: DeletionReason } | null;
}

/**
 * Takes something in: sealed to the spool, fsynced, written down and on its way to its target. Acknowledged once this resolves.
 * @throws Problem `spool_full`, `artifact_too_large`, `region_refused`; what reading the content threw, as it is. Nothing is left then.
 */
export type KeepArtifact = (artifact: NewArtifact, content: AsyncIterable<Uint8Array>) => Promise<Artifact>;

/**
 * Whether something like this would be taken in, as the policy is now, before any of it is there. Answers with what was decided, sealed: it is kept by that, also when the policy says something else by then.
 * @throws Problem `region_refused`, `case_not_found`, `not_offered`, `key_not_here`.
 */
export type CheckPlace = (
  about: Pick<NewArtifact, 'tenantId' | 'sessionId' | 'kind' | 'caseId'>,
) => Promise<string>;
