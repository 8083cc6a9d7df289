/** One measured quantity, beside what others need for the same in the same run. */
export interface Figure {
  readonly name: string;
  readonly unit: string;
  readonly ours: number;
  /** By the peer's name; empty where there is only a limit. */
  readonly peers: Readonly<Record<string, number>>;
}

export type Benchmark = () => Promise<readonly Figure[]>;
