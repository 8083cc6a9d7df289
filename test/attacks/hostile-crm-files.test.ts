import assert from 'node:assert/strict';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { after, before, beforeEach, describe, it } from 'node:test';
import { listen } from '../../demo/serving/listen.ts';
import type { Crm } from '../../server/crm/crm.ts';
import { createZendesk } from '../../server/crm/zendesk/zendesk.ts';
import { openUpstream } from '../../server/http/upstream.ts';
import { problem } from '../crm/provider-contract.ts';

type Answer = (req: IncomingMessage, res: ServerResponse) => void;

/** Somebody has taken over the CRM, and a file is read from it. */
describe('a CRM that means harm by its files', { timeout: 60_000 }, () => {
  const upstream = openUpstream({ localHosts: new Set(['crm.localhost', 'store.localhost']) });
  let crmServer: Awaited<ReturnType<typeof listen>>;
  let store: Awaited<ReturnType<typeof listen>>;
  let shown: { content_url: string; size: number; file_name: string };
  let content: Answer;
  let tokens: (string | undefined)[];
  let crm: Crm;

  before(async () => {
    [crmServer, store] = [await listen(0), await listen(0)];
    crmServer.use((req, res) => {
      if (req.url?.startsWith('/api/')) return res.end(JSON.stringify({ attachment: { id: 1, ...shown } }));
      return content(req, res);
    });
    store.use((req, res) => {
      tokens.push(req.headers.authorization);
      content(req, res);
    });
    const base = `http://crm.localhost:${crmServer.port}`;
    crm = createZendesk(
      {
        kind: 'zendesk',
        base,
        subdomain: 'acme',
        frameworkSdkUrl: base,
        app: null,
        clientId: 'c',
        clientSecret: 's',
      },
      { upstream, now: Date.now, noteUsage: () => undefined },
    ).connect({
      tokens: { current: async () => 'secret', renewed: async () => 'secret' },
      identityPath: null,
      integration: null,
    });
  });
  beforeEach(() => {
    tokens = [];
    shown = { content_url: `http://crm.localhost:${crmServer.port}/files/1`, size: 7, file_name: 'a' };
    content = (_req, res) => res.end('content');
  });
  after(async () => {
    await Promise.all([crmServer.close(), store.close(), upstream.close()]);
  });

  const read = async (range?: { start: number; end: number }) => buffer(await crm.readFile('1', range));
  const inStore = () => `http://store.localhost:${store.port}/files/1`;

  it('gets no token sent to another host, whether by address or by being sent on', async () => {
    shown = { ...shown, content_url: inStore() };
    assert.equal(String(await read()), 'content');

    shown = { ...shown, content_url: `http://crm.localhost:${crmServer.port}/files/1` };
    content = (req, res) =>
      req.headers.host?.startsWith('crm')
        ? res.writeHead(302, { location: inStore() }).end()
        : res.end('content');
    assert.equal(String(await read()), 'content');

    assert.deepEqual(tokens, [undefined, undefined]);
  });

  it('reaches no address of the network that we stand in', async () => {
    for (const location of [
      'http://127.0.0.1:1/x',
      'https://10.0.0.1/x',
      'file:///etc/passwd',
      'http://[::1]/',
    ]) {
      content = (_req, res) => res.writeHead(302, { location }).end();

      await assert.rejects(
        read(),
        (error) => error instanceof Error && !/root:/.test(error.message),
        location,
      );
    }
  });

  it('sends nobody round in circles', async () => {
    let asked = 0;
    content = (_req, res) => {
      asked += 1;
      res.writeHead(302, { location: '/files/1' }).end();
    };

    await assert.rejects(read(), problem('crm_answer_invalid'));
    assert.ok(asked < 6, `asked ${asked} times`);
  });

  it('can pass off neither more, nor less, nor another part than was asked for', async () => {
    const answers: readonly Answer[] = [
      (_req, res) => res.end('content and more'),
      (_req, res) => res.end('con'),
      (_req, res) => res.writeHead(206, { 'content-range': 'bytes 5-6/7' }).end('nt'),
      (_req, res) => res.writeHead(206).end('nt'),
      (_req, res) => res.writeHead(204).end(),
    ];
    for (const answer of answers) {
      content = answer;

      await assert.rejects(read({ start: 1, end: 3 }), problem('crm_answer_invalid'));
    }
  });

  it('ends nobody’s sign-in by what its store of files says', async () => {
    content = (req, res) =>
      req.headers.host?.startsWith('crm')
        ? res.writeHead(302, { location: inStore() }).end()
        : res.writeHead(401).end();

    await assert.rejects(read(), problem('crm_answer_invalid'));
  });
});
