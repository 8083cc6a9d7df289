import type { IncomingMessage } from 'node:http';

type Headers = Pick<IncomingMessage, 'headers'>;

/** A bearer that counts only together with a proof of the key that it is bound to. */
export interface BoundBearer {
  readonly token: string;
  /** Empty when none came along. */
  readonly proof: string;
}

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1). Null when there is none. */
export const bearerOf = (req: Headers): string | null =>
  /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;

/** The token of `Authorization: DPoP …` and its `DPoP` header (RFC 9449 §7.1). Null when there is no such token. */
export const boundBearerOf = (req: Headers): BoundBearer | null => {
  const token = /^dpop +([A-Za-z0-9._~+/-]+=*)$/i.exec(req.headers.authorization ?? '')?.[1];
  if (token === undefined) return null;
  const proof = req.headers.dpop;
  return { token, proof: typeof proof === 'string' ? proof : '' };
};
