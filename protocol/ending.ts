/** Who ends a session, and why: apart from the sessions themselves, because a website's snippet hears of it too. */
export const endedBy = ['agent', 'visitor', 'server'] as const;
export const endReasons = [
  'ended_by_agent',
  'ended_by_visitor',
  'cancelled',
  'expired',
  'both_away',
  'too_long',
  'words_differ',
  'role_lost',
  'signed_out',
  'not_recorded',
] as const;
export type EndReason = (typeof endReasons)[number];

/** Ends by a person's press, which may have been a mistake: for a while they can be taken back. */
export const mayBeMistaken = (reason: EndReason): boolean =>
  reason === 'ended_by_agent' || reason === 'ended_by_visitor';
