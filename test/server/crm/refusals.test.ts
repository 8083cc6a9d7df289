import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { refusalOf } from '../../../server/crm/refusals.ts';

const answer = (status: number, body: unknown, headers: Record<string, string> = {}) => ({
  status,
  headers,
  text: typeof body === 'string' ? body : JSON.stringify(body),
});

describe('what a CRM refuses', () => {
  const meanings = [
    ['an expired session', answer(401, [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }]), 'auth_revoked'],
    [
      'a refresh token that is gone',
      answer(400, { error: 'invalid_grant', error_description: 'x' }),
      'auth_revoked',
    ],
    [
      'a token without the scope',
      answer(403, { error: 'Forbidden', description: 'missing the following required scopes: read' }),
      'auth_revoked',
    ],
    [
      'too many calls today',
      answer(403, [{ errorCode: 'REQUEST_LIMIT_EXCEEDED', message: 'x' }]),
      'crm_quota_exhausted',
    ],
    ['too many calls this minute', answer(429, 'slow down'), 'crm_rate_limited'],
    ['a file that is too long', answer(413, '<html>'), 'file_too_large'],
    ['maintenance', answer(503, '<html>'), 'crm_unavailable'],
    ['a change in between', answer(409, { error: 'UpdateConflict', description: 'x' }), 'crm_unavailable'],
    [
      'a record that is not there',
      answer(404, { error: 'RecordNotFound', description: 'Not found' }),
      'case_not_found',
    ],
    [
      'a record in the bin',
      answer(400, [{ errorCode: 'ENTITY_IS_DELETED', message: 'x' }]),
      'case_not_found',
    ],
    ['no access', answer(403, [{ errorCode: 'INSUFFICIENT_ACCESS', message: 'x' }]), 'crm_forbidden'],
    [
      'a closed ticket',
      answer(422, { error: 'RecordInvalid', description: 'x', details: {} }),
      'crm_forbidden',
    ],
    ['something that nobody documents', answer(418, 'teapot'), 'crm_answer_invalid'],
  ] as const;
  for (const [what, given, code] of meanings) {
    it(`is ${code} for ${what}`, () => {
      assert.equal(refusalOf(given)?.code, code);
    });
  }

  it('is nothing when the CRM agreed', () => {
    assert.equal(refusalOf(answer(201, {})), null);
  });

  it('says when to try again, within an hour', () => {
    const after = (value: string) => refusalOf(answer(429, '', { 'retry-after': value }))?.retryAfter;

    assert.equal(after('7'), 7);
    assert.equal(after('0'), 1);
    assert.equal(after('99999999'), 3600);
    assert.equal(after('soon'), 60);
    const date = after(new Date(Date.now() + 30_000).toUTCString());
    assert.ok(date !== undefined && date > 25 && date <= 31);
  });
});
