import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { after, before, beforeEach, describe, it } from 'node:test';
import { listen } from '../../demo/serving/listen.ts';
import type { Crm } from '../../server/crm/crm.ts';
import { createSalesforce } from '../../server/crm/salesforce/salesforce.ts';
import { createZendesk } from '../../server/crm/zendesk/zendesk.ts';
import { openUpstream } from '../../server/http/upstream.ts';
import { problem } from '../crm/provider-contract.ts';
import { randomFile } from '../support/random-file.ts';

type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** Somebody has taken over the CRM, or stands in between. */
describe('a CRM that means harm', { timeout: 60_000 }, () => {
  const upstream = openUpstream({ localHosts: new Set(['crm.localhost']) });
  let crmServer: Awaited<ReturnType<typeof listen>>;
  let trap: Awaited<ReturnType<typeof listen>>;
  let answer: Answer;
  let asked: string[];
  let trapped: string[];
  let zendesk: Crm;
  let salesforce: Crm;

  before(async () => {
    [crmServer, trap] = [await listen(0), await listen(0)];
    crmServer.use((req, res) => {
      asked.push(`${req.method} ${req.url}`);
      answer(req, res);
    });
    trap.use((req, res) => {
      trapped.push(req.headers.authorization ?? '');
      res.end('{}');
    });
    const base = `http://crm.localhost:${crmServer.port}`;
    const client = { clientId: 'c', clientSecret: 's' };
    const needs = { upstream, now: Date.now, noteUsage: () => undefined };
    const tokens = { current: async () => 'old', renewed: async () => 'new' };
    zendesk = createZendesk(
      { kind: 'zendesk', base, subdomain: 'acme', frameworkSdkUrl: base, app: null, ...client },
      needs,
    ).connect({ tokens, identityPath: null, integration: null });
    salesforce = createSalesforce(
      {
        kind: 'salesforce',
        base,
        instance: base,
        lightning: base,
        organizationId: '00D000000000001EAA',
        assertionCertificates: [],
        integrationAgentId: null,
        ...client,
      },
      needs,
    ).connect({
      tokens,
      identityPath: '/id/00D000000000001EAA/005000000000001AAA',
      integration: null,
    });
  });
  beforeEach(() => {
    [asked, trapped] = [[], []];
  });
  after(async () => {
    await Promise.all([crmServer.close(), trap.close(), upstream.close()]);
  });

  const json = (res: ServerResponse, body: unknown, status = 200) =>
    res.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
  const elsewhere = () => `http://crm.localhost:${trap.port}/api/v2/tickets/1/comments.json`;
  const ticket = { id: 1, subject: 'A', status: 'open', updated_at: '2026-01-01T00:00:00Z' };
  const note = { text: 'x [m]', marker: '[m]' };
  const caseId = '500000000000001AAA';

  it('gets no token sent to another host by a list’s next page', async () => {
    answer = (req, res) =>
      json(res, req.url?.includes('comments') ? { comments: [], next_page: elsewhere() } : { ticket });

    await assert.rejects(zendesk.addNoteOnce('1', note), problem('crm_answer_invalid'));

    assert.deepEqual(trapped, []);
    assert.ok(!asked.some((line) => line.startsWith('PUT')));
  });

  it('gets no token sent to another host by a redirect', async () => {
    answer = (_req, res) => res.writeHead(307, { location: elsewhere() }).end();

    await assert.rejects(zendesk.findCase('1'), problem('crm_answer_invalid'));
    await assert.rejects(salesforce.findCase(caseId), problem('crm_answer_invalid'));
    await assert.rejects(salesforce.currentUser(), problem('crm_answer_invalid'));

    assert.deepEqual(trapped, []);
  });

  it('is looked at again only after a while when it went quiet in the middle of writing', async () => {
    const found = {
      Id: caseId,
      CaseNumber: '1',
      Subject: null,
      IsClosed: false,
      ContactId: null,
      Contact: null,
      SuppliedName: null,
      SuppliedEmail: null,
    };
    answer = (req, res) => {
      if (req.method !== 'GET') return res.socket?.destroy();
      return json(res, { records: req.url?.includes('CaseComment') ? [] : [found] });
    };

    await assert.rejects(salesforce.addNoteOnce(caseId, note), { code: 'crm_unavailable', retryAfter: 30 });
  });

  it('cannot keep us reading a list without end', async () => {
    answer = (req, res) => {
      const self = `http://crm.localhost:${crmServer.port}${req.url}`;
      json(res, req.url?.includes('comments') ? { comments: [], next_page: self } : { ticket });
    };

    await assert.rejects(zendesk.addNoteOnce('1', note), problem('crm_answer_invalid'));

    assert.ok(asked.length < 100);
  });

  it('cannot keep us refreshing and asking again', async () => {
    answer = (_req, res) => json(res, [{ errorCode: 'INVALID_SESSION_ID', message: 'x' }], 401);

    await assert.rejects(salesforce.findCase(caseId), problem('auth_revoked'));
    await assert.rejects(zendesk.findCase('1'), problem('auth_revoked'));

    assert.equal(asked.length, 4, 'one try and one more, for each');
  });

  it('is not asked a second time by itself when it is down', async () => {
    answer = (_req, res) => json(res, {}, 503);

    await assert.rejects(salesforce.findCase(caseId), problem('crm_unavailable'));
    await assert.rejects(zendesk.findCase('1'), problem('crm_unavailable'));

    assert.equal(asked.length, 2);
  });

  it('cannot fill our memory', async () => {
    answer = (_req, res) => {
      res.writeHead(200, { 'content-type': 'application/json' });
      const chunk = 'x'.repeat(1 << 20);
      const write = (left: number): void => {
        if (left > 0 && !res.destroyed) res.write(chunk, () => write(left - 1));
        else res.end();
      };
      write(64);
    };

    await assert.rejects(zendesk.findCase('1'), problem('crm_answer_invalid'));
    await assert.rejects(salesforce.findCase(caseId), problem('crm_answer_invalid'));
  });

  it('cannot lead us round in circles of merged tickets', async () => {
    answer = (req, res) => {
      const id = Number(/tickets\/(\d+)/.exec(req.url ?? '')?.[1]);
      if (!req.url?.includes('comments')) {
        return json(res, { ticket: { ...ticket, id, status: 'closed', tags: ['closed_by_merge'] } });
      }
      const comment = { plain_body: `merged into request #${(id % 50) + 1}`, public: false, attachments: [] };
      return json(res, { comments: [comment], next_page: null });
    };

    const found = await zendesk.findCase('1');

    assert.equal(found?.mergedFrom, '1');
    assert.ok(asked.length < 15, `${asked.length} requests`);
  });

  it('cannot tell us of another requester', async () => {
    answer = (req, res) =>
      req.url?.includes('/users/')
        ? json(res, { user: { id: 9, name: 'Eve' } })
        : json(res, { ticket: { ...ticket, requester_id: 8 } });

    await assert.rejects(zendesk.findCase('1'), problem('crm_answer_invalid'));
  });

  it('cannot have its people follow a file to a script, or claim to have more of it than was sent', async () => {
    const attachments: object[] = [
      { id: 1, content_url: 'javascript:alert(1)', size: 5 },
      { id: 1, content_url: `http://127.0.0.1/x`, size: 5 },
      { id: 1, content_url: 'https://acme.zendesk.com/x', size: 6 },
    ];
    for (const attachment of attachments) {
      answer = (req, res) => {
        if (req.url?.includes('uploads')) return json(res, { upload: { token: 't', attachment } }, 201);
        if (req.url?.includes('comments')) return json(res, { comments: [], next_page: null });
        return json(res, { ticket });
      };

      await assert.rejects(zendesk.putFileOnce('1', randomFile({ bytes: 5 })), problem('crm_answer_invalid'));
    }
  });

  it('cannot pass off another record, another person, or another form', async () => {
    const row = {
      Id: '500000000000002AAA',
      CaseNumber: '1',
      Subject: 'B',
      IsClosed: false,
      ContactId: null,
      Contact: null,
      SuppliedName: null,
      SuppliedEmail: null,
    };
    const bodies = [
      { ticket: { ...ticket, id: 2 }, records: [row] },
      { ticket: [ticket], records: row },
      { ticket: { ...ticket, id: '1' }, records: [{ ...row, Id: "500' OR" }] },
      { ticket: null, records: null },
      {},
      [],
      null,
      'text',
    ];
    for (const body of bodies) {
      answer = (_req, res) => json(res, body);

      await assert.rejects(zendesk.findCase('1'), problem('crm_answer_invalid'), JSON.stringify(body));
      await assert.rejects(salesforce.findCase(caseId), problem('crm_answer_invalid'), JSON.stringify(body));
    }
    const identity = { user_id: '005000000000009AAA', organization_id: '00D000000000001EAA' };
    answer = (_req, res) => json(res, { ...identity, display_name: 'Eve', email: null, active: true });

    await assert.rejects(salesforce.currentUser(), problem('crm_answer_invalid'));
  });
});
