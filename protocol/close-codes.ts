/** Why a realtime connection was closed: the WebSocket close code, by its stable name. */
export const closeCodes = {
  /** The session is over; nothing to reconnect to. */
  session_ended: 4000,
  /** A message or frame that no schema accepts. */
  malformed: 4001,
  /** The protocol version is not accepted. */
  version_refused: 4002,
  /** No valid credential within five seconds, or one that is unknown, expired or for another session. */
  unauthorized: 4003,
  /** A page of a foreign origin opened the connection. */
  origin_refused: 4004,
  /** A frame of a kind that this role may not send. */
  forbidden_frame: 4005,
  /** A frame that no standing grant covers. */
  not_granted: 4006,
  /** A frame that names another participant as its sender. */
  forged_sender: 4007,
  /** More or larger messages than the kind and role allow. */
  over_limit: 4008,
  /** This connection did not read fast enough. */
  too_slow: 4009,
  /** The same participant has connected again, from another tab or after a network loss. */
  replaced: 4010,
  /** The participant's right to be here was taken away. */
  removed: 4011,
  /** The server is restarting: connect again. */
  server_moving: 4012,
  /** A session that had ended goes on: connect again. */
  reopened: 4013,
  /** A fault of the server's own. */
  internal: 4500,
} as const;

export type CloseReason = keyof typeof closeCodes;

/** The reason behind a close code; null for codes that are not ours (a lost network is 1006). */
export const closeReasonOf = (code: number): CloseReason | null => {
  const found = Object.entries(closeCodes).find(([, value]) => value === code);
  return found ? (found[0] as CloseReason) : null;
};

/** Reasons after which connecting again cannot help. */
export const finalCloseReasons: ReadonlySet<CloseReason> = new Set([
  'session_ended',
  'version_refused',
  'unauthorized',
  'origin_refused',
  'forbidden_frame',
  'forged_sender',
  'replaced',
  'removed',
]);
