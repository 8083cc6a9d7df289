import { createHmac } from 'node:crypto';
import type { Response } from 'express';
import type { TokenPair } from '../../oauth/grant-book.ts';
import type { Org } from '../org.ts';
import { organizationId } from '../person.ts';
import { toEighteen } from '../record-id.ts';

const otherOrganization = toEighteen('00D000000000666');

/**
 * A token answer: `issued_at` is milliseconds as text, and there is no `expires_in`. The signature covers `id` and
 * `issued_at` under the client's secret.
 * https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_web_server_flow.htm
 */
export const answerTokens = ({ client, lies, origin }: Org, pair: TokenPair, res: Response): Response => {
  const lying = lies.otherOrganization > 0;
  if (lying) lies.otherOrganization -= 1;
  const foreign = lies.foreignInstance.times > 0;
  if (foreign) lies.foreignInstance.times -= 1;
  const id = `${origin}/id/${lying ? otherOrganization : organizationId}/${pair.grant.userId}`;
  const issuedAt = String(pair.issuedAt);
  return res.json({
    access_token: pair.access,
    ...(pair.refresh === null ? {} : { refresh_token: pair.refresh }),
    signature: createHmac('sha256', client.secret)
      .update(id + issuedAt)
      .digest('base64'),
    scope: pair.grant.scopes.join(' '),
    instance_url: foreign ? lies.foreignInstance.url : origin,
    id,
    token_type: 'Bearer',
    issued_at: issuedAt,
  });
};
