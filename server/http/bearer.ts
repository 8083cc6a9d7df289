import type { IncomingMessage } from 'node:http';

/** The token of `Authorization: Bearer …` (RFC 6750 §2.1). Null when there is none. */
export const bearerOf = (req: Pick<IncomingMessage, 'headers'>): string | null =>
  /^bearer +([A-Za-z0-9._~+/-]+=*)$/i.exec(req.headers.authorization ?? '')?.[1] ?? null;
