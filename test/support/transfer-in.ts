import { randomBytes } from 'node:crypto';
import type { Transfer } from '../../server/transfers/transfer.ts';

/** A visitor's file of which nothing has come yet, as the table has it. */
export const transferIn = ({ tenantId }: Pick<Transfer, 'tenantId'>, at: number): Transfer => ({
  id: `upl_${randomBytes(16).toString('base64url')}`,
  tenantId,
  sessionId: 'ses_of-a-file',
  side: 'visitor',
  actor: 'visitor:somebody',
  name: 'a.txt',
  bytes: 3,
  announcedSha256: null,
  key: 'sealed',
  state: 'uploading',
  sha256: null,
  contentType: null,
  artifactId: `art_${randomBytes(16).toString('base64url')}`,
  keptAt: null,
  acceptedAt: at,
  createdAt: at,
  expiresAt: at + 1,
});
