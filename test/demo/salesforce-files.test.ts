import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import { type Answer, client, consentingPerson } from './consenting-person.ts';

const openCase = '500000000000001AAA';

/** The parts of an upload, each of which can be spoiled. */
const multipart = (changes: { json?: string; disposition?: string; end?: string } = {}): string => {
  const json = JSON.stringify({ Title: 'a', PathOnClient: 'a', FirstPublishLocationId: openCase });
  return [
    '--b',
    `Content-Disposition: form-data; name="entity_content"${changes.disposition ?? ''}`,
    'Content-Type: application/json',
    '',
    changes.json ?? json,
    '--b',
    'Content-Disposition: form-data; name="VersionData"; filename="a"',
    'Content-Type: text/plain',
    '',
    'content',
    changes.end ?? '--b--',
    '',
  ].join('\r\n');
};

describe('files and records in the simulated Salesforce', () => {
  let running: Running;
  let call: (path: string, init?: RequestInit, login?: 'ada' | 'ann') => Promise<Answer>;

  beforeEach(async () => {
    running = await startSalesforce({
      port: 0,
      client,
      panelUrl: 'http://handrail.localhost:8080/embed/acme',
    });
    const tokens = new Map<string, string>();
    call = async (path, init, login = 'ada') => {
      const person = await consentingPerson('salesforce', running, login);
      const token = tokens.get(login) ?? (await person.signIn()).access_token;
      tokens.set(login, token);
      return person.api(`/services/data/v64.0${path}`, token, init);
    };
  });
  afterEach(() => running.stop());

  const errorCode = ({ body }: Answer) => (body as { errorCode: string }[])[0]?.errorCode;
  const query = (soql: string, login?: 'ada' | 'ann') =>
    call(`/query?q=${encodeURIComponent(soql)}`, {}, login);
  const upload = (body: string) =>
    call('/sobjects/ContentVersion', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body,
    });

  it('take a file in two parts', async () => {
    const { status } = await upload(multipart());
    const links = await query(
      `SELECT Visibility, ContentDocument.Title FROM ContentDocumentLink WHERE LinkedEntityId = '${openCase}'`,
    );

    assert.equal(status, 201);
    assert.deepEqual(
      (links.body as { records: { Visibility: string }[] }).records.map((one) => one.Visibility),
      ['AllUsers'],
    );
  });

  it('refuse a file name on the JSON, fields that are unknown, and an end that is missing', async () => {
    const named = await upload(multipart({ disposition: '; filename="a.json"' }));
    const unknown = await upload(multipart({ json: '{"Title":"a","PathOnClient":"a","Colour":"red"}' }));
    const endless = await upload(multipart({ end: '--c--' }));

    assert.equal(errorCode(named), 'INVALID_MULTIPART_REQUEST');
    assert.equal(errorCode(unknown), 'INVALID_FIELD');
    assert.equal(errorCode(endless), 'INVALID_MULTIPART_REQUEST');
  });

  it('refuse a file without a length', async () => {
    const stream = new Blob([multipart()]).stream();
    const streamed = await call('/sobjects/ContentVersion', {
      method: 'POST',
      headers: { 'content-type': 'multipart/form-data; boundary=b' },
      body: stream,
      duplex: 'half',
    } as RequestInit);

    assert.equal(streamed.status, 411);
  });

  it('take a file inside JSON, and tell links only to whoever names a record', async () => {
    const { status } = await call('/sobjects/ContentVersion', {
      method: 'POST',
      body: JSON.stringify({
        Title: 'b',
        PathOnClient: 'b',
        FirstPublishLocationId: openCase,
        VersionData: Buffer.from('content').toString('base64'),
      }),
    });
    const all = await query('SELECT Id FROM ContentDocumentLink');

    assert.equal(status, 201);
    assert.equal(errorCode(all), 'MALFORMED_QUERY');
  });

  it('create a record by its external id, then update it', async () => {
    const row = {
      Case__c: openCase,
      Started__c: '2026-06-01T09:00:00.000Z',
      Ended__c: '2026-06-01T09:12:00.000Z',
      Agent__c: '005000000000001AAA',
      Agent_Name__c: 'Ada',
      Duration_Seconds__c: 612,
      Features__c: 'view',
      Consent__c: null,
      Outcome__c: null,
      Comment__c: null,
      Artifacts__c: null,
      Audit_Root__c: 'f',
    };
    const put = (body: object) =>
      call('/sobjects/Handrail_Session__c/External_Id__c/ses_1', {
        method: 'PATCH',
        body: JSON.stringify(body),
      });

    const statuses = [(await put(row)).status, (await put({ ...row, Outcome__c: 'Solved' })).status];
    const unknown = await put({ ...row, Mood__c: 'fine' });
    const found = await query(
      'SELECT External_Id__c, Outcome__c, Case__r.CaseNumber FROM Handrail_Session__c',
    );

    assert.deepEqual(statuses, [201, 200]);
    assert.equal(errorCode(unknown), 'INVALID_FIELD');
    const [record] = (found.body as { records: { Outcome__c: string; Case__r: { CaseNumber: string } }[] })
      .records;
    assert.deepEqual([record?.Outcome__c, record?.Case__r.CaseNumber], ['Solved', '00001042']);
  });

  it('show the setup to an admin, and not to an agent', async () => {
    const soql = 'SELECT PermissionSet.Name FROM PermissionSetAssignment';

    assert.equal(errorCode(await query(soql)), 'INVALID_TYPE');
    assert.equal((await query(soql, 'ann')).status, 200);
  });

  it('show what is in the bin to queryAll only', async () => {
    const person = await consentingPerson('salesforce', running, 'ada');
    await person.control({ mergeCase: { from: '500000000000002AAA', into: openCase } });
    const soql = "SELECT Id, MasterRecordId FROM Case WHERE Id = '500000000000002AAA'";

    const now = (await query(soql)).body as { totalSize: number };
    const all = (await call(`/queryAll?q=${encodeURIComponent(soql)}`)).body as {
      records: { MasterRecordId: string }[];
    };

    assert.equal(now.totalSize, 0);
    assert.equal(all.records[0]?.MasterRecordId, openCase);
  });

  it('send a mail, and log it on the case', async () => {
    const input = {
      emailAddresses: 'robin.fields@mail.example',
      emailSubject: 'Your link',
      emailBody: 'Here it is',
      relatedRecordId: openCase,
      logEmailOnSend: true,
    };
    const send = (more: object) =>
      call('/actions/standard/emailSimple', {
        method: 'POST',
        body: JSON.stringify({ inputs: [{ ...input, ...more }] }),
      });

    assert.equal((await send({})).status, 200);
    assert.equal(errorCode(await send({ recipientAddresses: 'x' })), 'INVALID_API_INPUT');
  });
});
