/** Something kept of a session. When it is deleted, the row stays: without name, key and place, with its hash and the reason. */
export interface ArtifactRow {
  id: string;
  tenant_id: string;
  session_id: string;
  agent_id: string;
  case_id: string | null;
  /** `ArtifactKind` */
  kind: string;
  name: string | null;
  content_type: string;
  /** `kept`, `stored`, `failed`, `deleted` */
  state: string;
  /** A problem's code: why its target doesn't take it. */
  problem: string | null;
  /** Of the content; hash hexadecimal. */
  bytes: number;
  sha256: string;
  /** Of the object as it is stored: sealed, where it is. */
  stored_bytes: number;
  stored_sha256: string;
  /** `handrail`, `tenant`, `none` */
  sealing: string;
  /** The data key: under the key ring, or sealed to the tenant's key (JSON). Null: not sealed, or destroyed. */
  wrapped_key: string | null;
  /** The target's id when it was made. */
  target: string;
  /** `PlaceSettings` when it was made, sealed by the key ring: a later change moves nothing. Null: destroyed. */
  settings: string | null;
  /** Its file in the spool; null once that is not needed any more. */
  spool: string | null;
  /** The job that moves it to its target. */
  job_id: string;
  /** The target's own name for it; null until it is there. */
  ref: string | null;
  url: string | null;
  created_by: string;
  created_at: number;
  stored_at: number | null;
  /** When its hash was last found right at the target. */
  verified_at: number | null;
  /** When somebody last tried to look at it there. */
  looked_at: number | null;
  expires_at: number;
  deleted_at: number | null;
  deleted_reason: string | null;
  /** Recordings only. */
  duration_ms: number | null;
  /** Recordings only: start and `RecordingIndex`, as JSON. */
  recording: string | null;
}

/** A key that recordings are sealed to. */
export interface RecordingKeyRow {
  /** base64url(SHA-256) of the public key. */
  fingerprint: string;
  tenant_id: string;
  public_key: string;
  /** Sealed by the key ring; null: the tenant keeps it. */
  private_key: string | null;
  created_at: number;
}

/** A recording that goes on, or is to be put together. Its id becomes the artifact's, and then the row goes. */
export interface RecordingRow {
  id: string;
  tenant_id: string;
  session_id: string;
  agent_id: string;
  case_id: string | null;
  started_at: number;
  /** `recording`: exactly as long as the session's grant stands; `over`: to be put together. */
  state: string;
  /** base64url(SHA-256) of the key that its roots are sealed to. */
  fingerprint: string;
  /** Which node has the file. */
  node: string;
  /** What the policy said when it began, sealed by the key ring; null: it began before that was written down. */
  decided: string | null;
}

/** One generation's roots, sealed to a recording key. Unique on (recording_id, generation). Without them nothing opens a recording. */
export interface RecordingRootsRow {
  recording_id: string;
  tenant_id: string;
  generation: number;
  /** The visitor's participant number. */
  visitor: number;
  fingerprint: string;
  enc: string;
  sealed: string;
}
