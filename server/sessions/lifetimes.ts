/** How long what the server hands out once can be used. */
export const lifetimes = {
  joinCodeMs: 10 * 60_000,
  handoverMs: 60_000,
  liveCodeMs: 60_000,
  /** Both being away for this long ends a session. */
  bothAwayMs: 5 * 60_000,
  /** For this long after a grant was withdrawn, frames that were on their way are dropped, not punished. */
  withdrawnMs: 2000,
  /** For this long a question that has no answer is not put again. */
  askAgainMs: 5000,
  /** For this long a visitor whose admission's answer was lost can ask for it again. */
  admissionRetryMs: 60_000,
  /** For this long the note waits for an agent to come to the outcome's first field: colleagues look at the case meanwhile. */
  outcomeUnbegunMs: 10_000,
  /** For this long a page may pass unrecorded while the customer is told that it is recorded. */
  recordingKeyMs: 15_000,
  /** Where each session is recorded, for this long it may be without the customer's yes to that: their browser says it as it comes. */
  recordingYesMs: 10_000,
  /** From the end, for how long the summary waits for recordings that are being put together. */
  recordingWaitMs: 30_000,
  /** From the end, for how long an agent can say how it went, and the longest that the note waits for one who has begun. */
  outcomeMs: 5 * 60_000,
  /** For this long after an end by mistake, either side may ask to go on, and the other may say yes. */
  reopenMs: 2 * 60_000,
  /** Two refusals pause asking. */
  refusedMs: 60_000,
} as const;
