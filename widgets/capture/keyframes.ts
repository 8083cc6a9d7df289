import { runInSlices } from './run-in-slices.ts';

interface KeyframeNeeds {
  /** Starts to write a keyframe. */
  begin(): Generator<void, void>;
  /** Sends what was written, with the nonces of all that asked meanwhile. */
  finish(nonces: readonly string[]): void;
  now(): number;
}

/** One keyframe at a time; who asks while one is being written gets that one. */
export interface Keyframes {
  ask(nonces: readonly string[]): void;
  /** Whether one is being written: what has an id now is not yet known to anybody. */
  isWalking(): boolean;
  stop(): void;
}

export const createKeyframes = ({ begin, finish, now }: KeyframeNeeds): Keyframes => {
  let waiting: string[] = [];
  let isWalking = false;
  let isStopped = false;

  const walk = async (): Promise<void> => {
    isWalking = true;
    try {
      await runInSlices(begin(), { now, isWanted: () => !isStopped });
    } finally {
      isWalking = false;
    }
    if (!isStopped) finish(waiting.splice(0));
  };

  return {
    ask: (nonces) => {
      waiting.push(...nonces);
      if (!isWalking && !isStopped) void walk();
    },
    isWalking: () => isWalking,
    stop: () => {
      isStopped = true;
      waiting = [];
    },
  };
};
