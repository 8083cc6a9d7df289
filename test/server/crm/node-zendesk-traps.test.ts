import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import { createCrm } from '../../../server/crm/create-crm.ts';
import type { Crm } from '../../../server/crm/crm.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { problem } from '../../crm/provider-contract.ts';
import { randomFile } from '../../support/random-file.ts';
import { type RecordedCall, recordedUpstream } from '../../support/recorded-upstream.ts';

/** What node-zendesk does by itself, and what it must not do here: each found by running it. */
describe('node-zendesk, kept from its traps', { timeout: 60_000 }, () => {
  let world: CrmWorld;
  let calls: RecordedCall[];
  let crm: Crm;

  before(async () => {
    world = await openCrmWorld({ kind: 'zendesk' });
  });
  beforeEach(async () => {
    const { simulated, database, keyRing, tenants, clock } = world;
    await simulated.control({ clearFaults: true, revokeTokens: 'everybody' });
    const ada = await world.signIn('ada');
    const upstream = recordedUpstream(simulated.upstream);
    calls = upstream.calls;
    crm = await createCrm({
      db: database.db,
      inTransaction: database.inTransaction,
      keyRing,
      upstream,
      tenants,
      now: clock.now,
      log: { warn: () => undefined },
    }).crmOf(ada);
  });
  after(() => world.close());

  const open = () => world.simulated.cases.open;
  const note = { text: 'x [handrail:traps]', marker: '[handrail:traps]' };
  const record = {
    externalId: 'ses_traps',
    startedAt: 0,
    endedAt: 0,
    agentId: '900100001',
    agentName: 'Ada',
    durationMs: null,
    features: [],
    consent: [],
    outcome: null,
    comment: null,
    artifacts: [],
    auditHead: '',
  };

  const everyCall: readonly (readonly [string, string, () => Promise<unknown>])[] = [
    ['users.me', '/api/v2/users/me', () => crm.currentUser()],
    ['groupmemberships.listByUser', '/api/v2/users/900100001/group_memberships', () => crm.currentUser()],
    ['tickets.show', '/api/v2/tickets/', () => crm.findCase(open())],
    ['tickets.getComments', `/api/v2/tickets/${35436}/comments`, () => crm.addNoteOnce(open(), note)],
    ['ticketfields.list', '/api/v2/ticket_fields', () => crm.putSessionRecord(open(), record)],
    ['an upload', '/api/v2/uploads', () => crm.putFileOnce(open(), randomFile({ bytes: 50 }))],
  ];
  for (const [name, path, call] of everyCall) {
    it(`takes a 429 of ${name} for a refusal, not for its result`, async () => {
      await world.simulated.control({ fault: { path, status: 429, retryAfter: 17 } });

      await assert.rejects(call(), problem('crm_rate_limited', 17));
    });
  }

  it('tells errors apart by their status, which it loses', async () => {
    const outcomes: string[] = [];
    for (const status of [401, 403, 404, 429, 500]) {
      await world.simulated.control({
        clearFaults: true,
        fault: { path: '/api/v2/users/me', status, times: status === 401 ? 2 : 1 },
      });
      await crm.currentUser().catch((error: { code: string }) => outcomes.push(error.code));
    }

    assert.deepEqual(outcomes, [
      'auth_revoked',
      'crm_forbidden',
      'crm_answer_invalid',
      'crm_rate_limited',
      'crm_unavailable',
    ]);
  });

  it('takes the live token for each call, although it was given one when it was made', async () => {
    await crm.findCase(open());
    await world.simulated.control({ expireAccessTokens: true });
    await crm.findCase(open());

    const tokens = new Set(calls.flatMap(({ headers }) => headers.authorization ?? []));
    assert.equal(tokens.size, 2);
    assert.ok(![...tokens].join().includes('set by the door'));
  });

  it('uploads bytes as bytes: its own upload takes a Buffer for a path, and writes `binary=undefined` into the address', async () => {
    const file = randomFile({ bytes: 1_000, name: '/etc/hostname' });

    await crm.putFileOnce(open(), file);

    const upload = calls.find(({ url }) => url.includes('/uploads'));
    assert.equal(new URL(upload?.url ?? '').search, '?filename=%2Fetc%2Fhostname');
    assert.equal(upload?.headers['content-length'], '1000', 'a length that is known before, no chunks');
    const { files } = await world.simulated.kept(open());
    assert.ok(files.some(({ sha256 }) => sha256 === file.sha256));
  });

  it('speaks for nobody else', async () => {
    await crm.addNoteOnce(open(), { text: 'y [handrail:self]', marker: '[handrail:self]' });

    assert.ok(calls.length > 0);
    assert.ok(calls.every(({ headers }) => !('x-on-behalf-of' in headers)));
  });
});
