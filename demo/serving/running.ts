/** A simulator that listens. */
export interface Running {
  readonly port: number;
  readonly origin: string;
  stop(): Promise<void>;
}
