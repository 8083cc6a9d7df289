import * as v from 'valibot';

/** Why a call about a file came to nothing: the code of the server's refusal (`protocol/problem.ts`), or `offline` when it could not be reached or answered nonsense. */
export class TransferProblem extends Error {
  readonly code: string;
  /** Seconds after which trying again can help; 0 when the server didn't say. */
  readonly retryAfter: number;

  constructor(code: string, { retryAfter = 0, cause }: { retryAfter?: number; cause?: unknown } = {}) {
    super(code, { cause });
    this.name = 'TransferProblem';
    this.code = code;
    this.retryAfter = retryAfter;
  }
}

/** `ProblemBody` in what a tenant's page has of schemas. */
const Refusal = v.strictObject({
  type: v.string(),
  title: v.string(),
  status: v.number(),
  code: v.string(),
  retryAfter: v.optional(v.number()),
  role: v.optional(v.string()),
  account: v.optional(v.string()),
});

export const problemOf = async (response: Response): Promise<TransferProblem> => {
  const refusal = v.safeParse(Refusal, await jsonOf(response));
  if (!refusal.success) return new TransferProblem('offline');
  const { code, retryAfter = 0 } = refusal.output;
  return new TransferProblem(code, { retryAfter });
};

/** @throws TransferProblem `offline` when it is cut off, or none. */
export const jsonOf = async (response: Response): Promise<unknown> => {
  try {
    return await response.json();
  } catch (cause) {
    throw new TransferProblem('offline', { cause });
  }
};
