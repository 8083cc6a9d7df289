/** What every relay is given to do, as the research measured it. */
export const load = {
  sessions: 1000,
  framesPerSecond: 10,
  /** Header and sealed body. */
  frameBytes: 500,
  warmUpMs: 1500,
  measuredMs: 5000,
  rounds: 3,
} as const;

export const relayNames = ['handrail', 'pipe', 'socket.io'] as const;
export type RelayName = (typeof relayNames)[number];

/** What the process under test tells its parent. */
export type ServerReport =
  | { readonly type: 'listening'; readonly port: number }
  | { readonly type: 'cpu'; readonly microseconds: number }
  /** What it was asked to change holds now. */
  | { readonly type: 'changed' };

/** What the generator tells its parent. */
export type GeneratorReport =
  | { readonly type: 'warm' }
  | {
      readonly type: 'done';
      readonly delivered: number;
      readonly p50Ms: number;
      readonly p99Ms: number;
    };
