import assert from 'node:assert/strict';
import { afterEach, beforeEach, describe, it } from 'node:test';
import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import type { Running } from '../../demo/serving/running.ts';
import { client, consentingPerson } from './consenting-person.ts';

const openCase = '500000000000001AAA';
const restrictedCase = '500000000000009AAA';

describe('what the simulated Salesforce gives back of files', () => {
  let running: Running;
  let call: (path: string, init?: RequestInit, login?: 'ada' | 'ann' | 'nora') => Promise<Response>;

  beforeEach(async () => {
    running = await startSalesforce({
      port: 0,
      client,
      panelUrl: 'http://handrail.localhost:8080/embed/acme',
    });
    const tokens = new Map<string, string>();
    call = async (path, init = {}, login = 'ada') => {
      const person = await consentingPerson('salesforce', running, login);
      const token = tokens.get(login) ?? (await person.signIn()).access_token;
      tokens.set(login, token);
      const headers = {
        authorization: `Bearer ${token}`,
        'content-type': 'application/json',
        ...init.headers,
      };
      return fetch(`http://127.0.0.1:${running.port}/services/data/v64.0${path}`, { ...init, headers });
    };
  });
  afterEach(() => running.stop());

  const control = async (asked: object) =>
    (await consentingPerson('salesforce', running, 'ada')).control(asked);
  const put = (caseId = openCase, login: 'ada' | 'ann' = 'ada') => {
    const VersionData = Buffer.from('content').toString('base64');
    const body = { Title: 'a', PathOnClient: 'a', FirstPublishLocationId: caseId, VersionData };
    return call('/sobjects/ContentVersion', { method: 'POST', body: JSON.stringify(body) }, login);
  };
  const versionOf = async (answer: Response): Promise<string> => (await answer.json()).id;
  const documentOf = async (versionId: string): Promise<string> => {
    const soql = `SELECT ContentDocumentId, IsLatest, ContentSize FROM ContentVersion WHERE Id = '${versionId}'`;
    const { records } = await (await call(`/query?q=${encodeURIComponent(soql)}`, {}, 'ann')).json();
    assert.deepEqual([records[0].IsLatest, records[0].ContentSize], [true, 7]);
    return records[0].ContentDocumentId;
  };
  const errorCode = async (answer: Response) => (await answer.json())[0].errorCode;

  it('is the content as it came, whatever part was asked for', async () => {
    const id = await versionOf(await put());

    const range = { headers: { range: 'bytes=1-2' } };
    const answer = await call(`/sobjects/ContentVersion/${id}/VersionData`, range, 'nora');

    assert.deepEqual([answer.status, await answer.text()], [200, 'content']);
  });

  it('is nothing of a case that is not shared', async () => {
    const id = await versionOf(await put(restrictedCase, 'ann'));

    assert.equal((await call(`/sobjects/ContentVersion/${id}/VersionData`)).status, 404);
  });

  it('is gone when its owner or an admin deletes it, and nobody else can', async () => {
    const id = await versionOf(await put());
    const document = await documentOf(id);
    const remove = (login: 'ada' | 'nora') =>
      call(`/sobjects/ContentDocument/${document}`, { method: 'DELETE' }, login);

    const refused = await remove('nora');
    const removed = await remove('ada');
    const again = await remove('ada');

    assert.deepEqual([refused.status, await errorCode(refused)], [403, 'INSUFFICIENT_ACCESS_OR_READONLY']);
    assert.equal(removed.status, 204);
    assert.deepEqual([again.status, await errorCode(again)], [404, 'ENTITY_IS_DELETED']);
    assert.equal((await call(`/sobjects/ContentVersion/${id}/VersionData`)).status, 404);
  });

  it('is among the case’s files in the console, and saved from there', async () => {
    const document = await documentOf(await versionOf(await put()));
    const base = `http://127.0.0.1:${running.port}`;
    const path = `/lightning/r/ContentDocument/${document}/view`;
    const signedIn = await fetch(`${base}/login?user=ada`, { redirect: 'manual' });
    const headers = { cookie: signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '' };

    const page = await (await fetch(`${base}/lightning/r/Case/${openCase}/view`, { headers })).text();
    const nobody = await fetch(base + path, { redirect: 'manual' });

    assert.ok(page.includes(`href="${path}"`));
    assert.equal(nobody.status, 303);
    assert.equal(await (await fetch(base + path, { headers })).text(), 'content');
  });

  it('takes no file once its room is used up', async () => {
    await control({ fullStorage: true });
    const refused = await put();
    await control({ fullStorage: false });

    assert.deepEqual([refused.status, await errorCode(refused)], [400, 'STORAGE_LIMIT_EXCEEDED']);
    assert.equal((await put()).status, 201);
  });
});
