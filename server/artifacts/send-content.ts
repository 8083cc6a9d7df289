import type { Request, Response } from 'express';
import type { Row } from './artifact-store.ts';
import type { OpenArtifact } from './open-artifact.ts';
import { readableBytes } from './open-artifact.ts';
import { readRange } from './read-range.ts';
import { sendLent } from './send-lent.ts';

type Sent = Pick<
  Row,
  'id' | 'tenant_id' | 'kind' | 'name' | 'content_type' | 'sealing' | 'bytes' | 'stored_bytes'
>;

/** Answers with what an artifact holds, to be saved and never shown as a page of ours. @throws Problem as `OpenArtifact`. */
export const sendContent = async (
  open: OpenArtifact,
  { req, res }: { readonly req: Request; readonly res: Response },
  row: Sent,
): Promise<void> => {
  const bytes = readableBytes(row);
  res.setHeader('accept-ranges', 'bytes');
  // Set before anything can go wrong: a refused range says how long it is.
  const range = readRangeOrTell(req, res, bytes);
  const content = await open({ id: row.id, tenantId: row.tenant_id }, range ?? undefined);
  // Whoever asked has gone meanwhile: nothing can be piped to them, and what nobody reads has to be closed.
  if (res.destroyed) return void content.destroy();
  const sealed = row.sealing === 'tenant';
  res.status(range ? 206 : 200);
  res.setHeader('content-type', sealed ? 'application/octet-stream' : row.content_type);
  res.setHeader('content-length', range ? range.end - range.start : bytes);
  if (range) res.setHeader('content-range', `bytes ${range.start}-${range.end - 1}/${bytes}`);
  if (sealed) res.setHeader('handrail-sealing', 'tenant');
  res.setHeader('content-disposition', dispositionOf(row.name ?? row.id));
  res.setHeader('content-security-policy', "default-src 'none'; sandbox");
  res.setHeader('x-content-type-options', 'nosniff');
  res.setHeader('cache-control', 'no-store');
  await sendLent(content, res);
};

const readRangeOrTell = (req: Request, res: Response, bytes: number) => {
  try {
    return readRange(req.headers.range, bytes);
  } catch (error) {
    res.setHeader('content-range', `bytes */${bytes}`);
    throw error;
  }
};

/** RFC 6266: plain for old clients, and as it is for all others. */
const dispositionOf = (name: string): string => {
  const plain = name.replaceAll(/[^A-Za-z0-9 ._-]/g, '_');
  const encoded = encodeURIComponent(name.toWellFormed()).replaceAll(
    /['()*]/g,
    (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`,
  );
  return `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`;
};
