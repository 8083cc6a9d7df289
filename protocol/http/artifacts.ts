import * as v from 'valibot';
import { Base64Url, CaseId, PublicPoint, Secret256, SessionId } from '../identifier.ts';
import { RecordingIndex, SealedRoots } from '../recording.ts';
import { ArtifactKind } from '../storage-policy.ts';

export const ArtifactId = v.pipe(v.string(), v.regex(/^art_[A-Za-z0-9_-]{22}$/));

/** Why something was deleted. */
export const DeletionReason = v.picklist(['retention', 'by_hand', 'visitor', 'tenant_removed']);
export type DeletionReason = v.InferOutput<typeof DeletionReason>;

/** Something kept of a session. Times are epoch milliseconds, hashes hexadecimal. */
export const ArtifactView = v.strictObject({
  id: ArtifactId,
  sessionId: SessionId,
  caseNumber: v.nullable(v.string()),
  kind: ArtifactKind,
  /** Null once it is deleted. */
  name: v.nullable(v.string()),
  contentType: v.string(),
  bytes: v.number(),
  sha256: v.string(),
  /** `kept`: safe with us, on its way; `stored`: at its target, and verified there; `failed`: its target doesn't take it, with the reason in `problem`. */
  state: v.picklist(['kept', 'stored', 'failed', 'deleted']),
  problem: v.nullable(v.string()),
  sealing: v.picklist(['handrail', 'tenant', 'none']),
  /** The target's id in the policy. */
  target: v.string(),
  /** Where people with access to the case open it; null where only our viewer does. */
  url: v.nullable(v.string()),
  createdBy: v.string(),
  createdAt: v.number(),
  expiresAt: v.number(),
  verifiedAt: v.nullable(v.number()),
  deleted: v.nullable(v.strictObject({ at: v.number(), reason: DeletionReason })),
  /** Recordings only. */
  durationMs: v.nullable(v.number()),
});
export type ArtifactView = v.InferOutput<typeof ArtifactView>;

/**
 * GET /api/artifacts?session=&kind=&case=&state=&before= — the newest first; `next` is the `before` of the following page. GET
 * /api/sessions/:id/artifacts, with the panel's bearer or the live view's, also when the session is over: what this agent may open of it.
 */
export const Artifacts = v.strictObject({ artifacts: v.array(ArtifactView), next: v.nullable(v.number()) });
export type Artifacts = v.InferOutput<typeof Artifacts>;

/**
 * DELETE /api/artifacts/:id needs `visitors.delete`; it answers with the tombstone's `ArtifactView`. GET /api/artifacts/:id/content takes a Range; so does GET
 * /api/sessions/:id/artifacts/:artifact/content with the live view's bearer, which opens no recording. @throws Problem `rate_limited`.
 */
export const DeleteArtifact = v.optional(
  v.strictObject({
    /** `visitor`: the person whom it shows has asked for it. */
    reason: v.picklist(['by_hand', 'visitor']),
  }),
  { reason: 'by_hand' },
);
export type DeleteArtifact = v.InferOutput<typeof DeleteArtifact>;

/** POST /api/artifact-deletions: all that was kept of one session, or of one person, as the CRM knows them. */
export const DeleteArtifacts = v.union([
  v.strictObject({ sessionId: SessionId }),
  v.strictObject({ requesterId: CaseId }),
]);
export type DeleteArtifacts = v.InferOutput<typeof DeleteArtifacts>;

/** How many were there; each leaves its tombstone. */
export const ArtifactDeletions = v.strictObject({ deleted: v.number() });
export type ArtifactDeletions = v.InferOutput<typeof ArtifactDeletions>;

/** GET /api/artifact-usage */
export const ArtifactUsage = v.strictObject({
  kinds: v.array(
    v.strictObject({
      kind: ArtifactKind,
      count: v.number(),
      /** Of the content. */
      bytes: v.number(),
      /** As it lies at its targets. */
      storedBytes: v.number(),
      /** Recordings only: together. */
      recordedMs: v.number(),
    }),
  ),
});
export type ArtifactUsage = v.InferOutput<typeof ArtifactUsage>;

/** POST /api/recordings/:id/viewings, an audit entry each time: what the player needs beside the content. */
export const Viewing = v.strictObject({
  artifact: ArtifactView,
  startedAt: v.number(),
  index: RecordingIndex,
  keys: v.variant('heldBy', [
    /** Opened by the server for this viewing: base64url of `sealedRootsBytes` bytes each. */
    v.strictObject({
      heldBy: v.literal('handrail'),
      roots: v.array(v.strictObject({ generation: v.number(), visitor: v.number(), roots: Base64Url })),
    }),
    /** The browser asks for the tenant's private key. Where the tenant's key seals at rest, too, the content comes sealed under `dataKey`, which is sealed to the same key; null: it comes opened. */
    v.strictObject({
      heldBy: v.literal('tenant'),
      key: Secret256,
      roots: v.array(SealedRoots),
      dataKey: v.nullable(v.strictObject({ enc: PublicPoint, sealed: Base64Url })),
    }),
  ]),
});
export type Viewing = v.InferOutput<typeof Viewing>;

/** GET /api/recording-key: what recordings are sealed to. `fingerprint` is base64url(SHA-256 of the point). */
export const RecordingKey = v.strictObject({
  publicKey: PublicPoint,
  fingerprint: Secret256,
  heldBy: v.picklist(['handrail', 'tenant']),
});
export type RecordingKey = v.InferOutput<typeof RecordingKey>;
