import type { FromHost, ToHost } from '../../protocol/host.ts';

type Answer = Extract<FromHost, { readonly requestId: string }>;
type Request = Extract<ToHost, { readonly requestId: string }>;
type Question = Request extends infer One ? (One extends Request ? Omit<One, 'requestId'> : never) : never;

/** Questions to the console's component, each waiting for the answer that repeats its id. */
export interface HostQuestions {
  /** Resolves with the answer. Null: none came in time. */
  ask(question: Question, withinMs: number): Promise<Answer | null>;
  /** An answer has come. One that nobody waits for is dropped. */
  answered(answer: Answer): void;
}

/** `post` sends a message to the component. */
export const hostQuestions = (post: (message: ToHost) => void): HostQuestions => {
  const waiting = new Map<string, (answer: Answer | null) => void>();
  return {
    ask: async (question, withinMs) => {
      const requestId = crypto.randomUUID();
      const { promise, resolve } = Promise.withResolvers<Answer | null>();
      waiting.set(requestId, resolve);
      const timer = setTimeout(resolve, withinMs, null);
      post({ ...question, requestId });
      return promise.finally(() => {
        clearTimeout(timer);
        waiting.delete(requestId);
      });
    },
    answered: (answer) => waiting.get(answer.requestId)?.(answer),
  };
};
