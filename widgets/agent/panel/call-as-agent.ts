import { ApiProblem } from '../../link/api.ts';
import type { BoundBearer } from '../../link/proof-key.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';

interface CallNeeds {
  /** Who is signed in now. */
  readonly bearer: () => BoundBearer | null;
  /** Gives the other panels time to say that they have a newer one. */
  readonly askOthers: () => Promise<void>;
  /** The CRM has ended the grant. */
  readonly disconnected: (bearer: BoundBearer) => Promise<void>;
  /** This one is worth nothing any more, and nobody has another. */
  readonly lost: (bearer: BoundBearer, refusal: Refusal) => void;
}

const lostCodes: ReadonlySet<Refusal['code']> = new Set([
  'unauthorized',
  'auth_expired',
  'auth_revoked',
  'proof_refused',
]);

/** Does something as the signed-in agent. Another panel may just have renewed the bearer: then it is tried once more. */
export const callAsAgent = async <T>(
  needs: CallNeeds,
  work: (bearer: BoundBearer) => Promise<T>,
): Promise<T> => {
  const bearer = needs.bearer();
  if (!bearer) throw new ApiProblem('unauthorized', null);
  try {
    return await work(bearer);
  } catch (error) {
    const refusal = refusalOf(error);
    if (!lostCodes.has(refusal.code)) throw error;
    if (refusal.code === 'auth_revoked') {
      await needs.disconnected(bearer);
      throw error;
    }
    const fresh = await fresherThan(bearer, needs);
    if (fresh) return work(fresh);
    needs.lost(bearer, refusal);
    throw error;
  }
};

/** A bearer that replaced this one, if another panel has it. */
const fresherThan = async (
  { token }: BoundBearer,
  { bearer, askOthers }: CallNeeds,
): Promise<BoundBearer | null> => {
  if (bearer()?.token === token) await askOthers();
  const now = bearer();
  return now?.token === token ? null : now;
};
