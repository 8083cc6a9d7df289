import type * as v from 'valibot';
import { Problem } from '../http/problem.ts';
import type { Upstream } from '../http/upstream.ts';
import { askUpstream } from './door.ts';
import { readAnswer } from './read-answer.ts';
import { jsonOf, refusalOf } from './refusals.ts';

interface TokenRequest {
  readonly url: string;
  /** Salesforce reads forms; Zendesk documents JSON. */
  readonly encoding: 'form' | 'json';
  readonly parameters: Readonly<Record<string, string>>;
}

/**
 * Asks an OAuth token endpoint (RFC 6749 §3.2) and reads its answer by this schema.
 * @throws Problem `auth_revoked` when the grant is refused, `crm_*`.
 */
export const askTokenEndpoint = async <S extends v.GenericSchema>(
  upstream: Pick<Upstream, 'fetch'>,
  { url, encoding, parameters }: TokenRequest,
  schema: S,
): Promise<v.InferOutput<S>> => {
  const answer = await askUpstream(upstream, {
    method: 'POST',
    url,
    headers: {
      accept: 'application/json',
      'content-type': encoding === 'form' ? 'application/x-www-form-urlencoded' : 'application/json',
    },
    body: encoding === 'form' ? new URLSearchParams(parameters).toString() : JSON.stringify(parameters),
  });
  if (/"invalid_client/.test(answer.text) && answer.status >= 400) {
    throw new Problem(
      'crm_forbidden',
      'The CRM does not accept Handrail’s client id or secret. Tell an admin.',
    );
  }
  const refusal = refusalOf(answer);
  if (refusal) throw refusal;
  return readAnswer(schema, jsonOf(answer.text));
};
