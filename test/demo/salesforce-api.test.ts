import assert from 'node:assert/strict';
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import {
  type Answer,
  type ConsentingPerson,
  client,
  consentingPerson,
  type Tokens,
} from './consenting-person.ts';

const openCase = '500000000000001AAA';

interface SalesforceTokens extends Tokens {
  readonly id: string;
  readonly issued_at: string;
  readonly signature: string;
  readonly instance_url: string;
}

describe('the API of the simulated Salesforce', () => {
  let running: Running;
  let ada: ConsentingPerson;
  let tokens: SalesforceTokens;
  let call: (path: string, init?: RequestInit) => Promise<Answer>;

  const query = (soql: string) => call(`/query?q=${encodeURIComponent(soql)}`);
  const errorCode = ({ body }: Answer) => (body as { errorCode: string }[])[0]?.errorCode;
  const comment = (body: object) =>
    call('/sobjects/CaseComment', { method: 'POST', body: JSON.stringify(body) });

  beforeEach(async () => {
    running = await startSalesforce({
      port: 0,
      client,
      panelUrl: 'http://handrail.localhost:8080/embed/acme',
    });
    ada = await consentingPerson('salesforce', running, 'ada');
    tokens = (await ada.signIn()) as SalesforceTokens;
    call = (path, init) => ada.api(`/services/data/v64.0${path}`, tokens.access_token, init);
  });
  afterEach(() => running.stop());

  it('signs who a token belongs to', () => {
    const expected = createHmac('sha256', client.secret)
      .update(tokens.id + tokens.issued_at)
      .digest('base64');

    assert.equal(tokens.signature, expected);
    assert.equal(tokens.instance_url, running.origin);
  });

  it('tells the custom permissions at the identity address, to a token in a header only', async () => {
    const { pathname } = new URL(tokens.id);
    const asked = await ada.api(pathname, tokens.access_token);
    const inAddress = await ada.api(`${pathname}?oauth_token=${tokens.access_token}`, tokens.access_token);

    assert.deepEqual((asked.body as { custom_permissions: object }).custom_permissions, {
      Handrail_Agent: true,
    });
    assert.equal(inAddress.status, 400);
  });

  it('takes ids of 15 and of 18 characters, and answers with 18', async () => {
    const short = await query("SELECT Id FROM Case WHERE Id = '500000000000001'");
    const wrong = await query("SELECT Id FROM Case WHERE Id = '500000000000001AAB'");

    assert.equal((short.body as { records: { Id: string }[] }).records[0]?.Id, openCase);
    assert.equal(wrong.status, 400);
  });

  it('adds a comment that is found by its parent', async () => {
    const added = await comment({
      ParentId: openCase,
      CommentBody: 'A note of this test',
      IsPublished: false,
    });
    const found = await query(
      `SELECT CommentBody, Parent.CaseNumber FROM CaseComment WHERE ParentId = '${openCase}' ORDER BY CreatedDate DESC`,
    );
    const [record] = (found.body as { records: { CommentBody: string; Parent: { CaseNumber: string } }[] })
      .records;

    assert.equal(added.status, 201);
    assert.deepEqual([record?.CommentBody, record?.Parent.CaseNumber], ['A note of this test', '00001042']);
  });

  it('refuses comments that are too long in bytes, lack a parent, or have unknown fields', async () => {
    const long = await comment({ ParentId: openCase, CommentBody: 'é'.repeat(2_001) });
    const orphan = await comment({ CommentBody: 'x' });
    const unknown = await comment({ ParentId: openCase, CommentBody: 'x', Colour: 'red' });

    assert.equal(errorCode(long), 'STRING_TOO_LONG');
    assert.equal(errorCode(orphan), 'REQUIRED_FIELD_MISSING');
    assert.equal(errorCode(unknown), 'INVALID_FIELD');
  });

  it('refuses filters on text areas, setup objects, and SOQL beyond its part', async () => {
    const onText = await query("SELECT Id FROM CaseComment WHERE CommentBody LIKE '%x%'");
    const setup = await query('SELECT Id FROM PermissionSetAssignment');
    const setupRecord = await call('/sobjects/PermissionSet/0PS000000000001');
    const either = await query("SELECT Id FROM Case WHERE Status = 'New' OR Status = 'Closed'");
    const unfinished = await query("SELECT Id FROM Case WHERE Subject = 'O\\'Neill");

    assert.equal(errorCode(onText), 'INVALID_FIELD');
    assert.equal(errorCode(setup), 'INVALID_TYPE');
    assert.equal(setupRecord.status, 403);
    assert.equal(errorCode(either), 'MALFORMED_QUERY');
    assert.equal(errorCode(unfinished), 'MALFORMED_QUERY');
  });

  it('shows nobody a case that isn’t shared with them', async () => {
    const record = await call('/sobjects/Case/500000000000009AAA');
    const { body } = await query("SELECT Id FROM Case WHERE CaseNumber = '00001050'");
    const reply = await comment({ ParentId: '500000000000009AAA', CommentBody: 'x' });

    assert.equal(record.status, 404);
    assert.equal((body as { totalSize: number }).totalSize, 0);
    assert.equal(reply.status, 400);
  });

  it('counts calls, and refuses past the day’s end without a word of when', async () => {
    await ada.control({ leaveRequests: 1 });
    const last = await query('SELECT Id FROM Case');
    const refused = await query('SELECT Id FROM Case');

    assert.equal(last.headers.get('sforce-limit-info'), 'api-usage=15000/15000');
    assert.deepEqual([refused.status, errorCode(refused)], [403, 'REQUEST_LIMIT_EXCEEDED']);
    assert.equal(refused.headers.get('retry-after'), null);
  });

  it('ends a session after two hours, or with its user', async () => {
    await ada.control({ person: { login: 'ada', active: false } });
    const inactive = await query('SELECT Id FROM Case');
    await ada.control({ person: { login: 'ada', active: true }, advanceMs: 2 * 3_600_000 });
    const expired = await query('SELECT Id FROM Case');

    assert.deepEqual([inactive.status, errorCode(inactive)], [401, 'INVALID_SESSION_ID']);
    assert.equal(errorCode(expired), 'INVALID_SESSION_ID');
  });

  it('lies about its organization and its instance, when it is asked to', async () => {
    await ada.control({ wrongOrganization: 1 });
    const stranger = (await ada.signIn()) as SalesforceTokens;
    await ada.control({ foreignInstance: { url: 'https://evil.example' } });
    const foreign = (await ada.signIn()) as SalesforceTokens;

    assert.ok(!stranger.id.includes('00D000000000001EAA'));
    assert.equal(foreign.instance_url, 'https://evil.example');
  });
});
