/** A file on its way through the server. Its parts are in `<data>/uploads/<id>`. */
export interface TransferRow {
  id: string;
  tenant_id: string;
  session_id: string;
  /** `agent`, `visitor` */
  side: string;
  /** `agent:<id>`, `visitor:<id>` */
  actor: string;
  name: string;
  bytes: number;
  /** Hexadecimal, where the sender said it first; null: not said. */
  announced_sha256: string | null;
  /** The key of its parts, sealed by the key ring. */
  key: string;
  /** `uploading`, `ready`, `received` */
  state: string;
  /** As counted; null until it is complete. */
  sha256: string | null;
  content_type: string | null;
  /** What it is to be kept as, by the policy when it began; null: it is not to be. */
  artifact_id: string | null;
  kept_at: number | null;
  /** When the visitor accepted it; null: not yet. */
  accepted_at: number | null;
  created_at: number;
  expires_at: number;
}
