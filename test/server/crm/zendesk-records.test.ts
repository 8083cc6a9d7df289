import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Crm, SessionRecord } from '../../../server/crm/crm.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { problem } from '../../crm/provider-contract.ts';
import { randomFile } from '../../support/random-file.ts';

const record: SessionRecord = {
  externalId: 'ses_one',
  startedAt: Date.UTC(2026, 5, 1, 9),
  endedAt: Date.UTC(2026, 5, 1, 9, 12),
  agentId: '900100001',
  agentName: 'Ada Agent',
  durationMs: 612_000,
  features: ['view'],
  consent: [],
  outcome: 'Solved',
  comment: null,
  artifacts: [],
  auditHead: 'f'.repeat(64),
};

describe('what Zendesk keeps of a session', { timeout: 60_000 }, () => {
  let world: CrmWorld;
  let crm: Crm;
  /** Signed in with the scope that records of custom objects need. */
  let wide: Crm;

  before(async () => {
    world = await openCrmWorld({ kind: 'zendesk' });
    crm = await world.crms.crmOf(await world.signIn('ada'));
    wide = world.crms.crmWith(world.simulated.tenant, await world.tokensFor('sam', ['read', 'write']));
  });
  beforeEach(() => world.simulated.control({ sessionField: true, sessionObject: false }));
  after(() => world.close());

  it('is the newest session’s id in the ticket’s field', async () => {
    const { open } = world.simulated.cases;

    assert.equal(await crm.putSessionRecord(open, record), 'written');

    const { field, records } = await world.simulated.kept(open);
    assert.equal(field, 'ses_one');
    assert.deepEqual(records, []);
  });

  it('is a record of the custom object too, where an admin has added it and the scope reaches it', async () => {
    const { open } = world.simulated.cases;
    await world.simulated.control({ sessionObject: true });

    assert.equal(await wide.putSessionRecord(open, record), 'written');
    assert.equal(await wide.putSessionRecord(open, { ...record, outcome: 'Follow-up' }), 'written');

    const { records } = await world.simulated.kept(open);
    assert.deepEqual(records, [{ externalId: 'ses_one', outcome: 'Follow-up' }]);
  });

  it('is the field alone where the scope does not reach the custom object, and nobody is signed out', async () => {
    await world.simulated.control({ sessionObject: true });

    assert.equal(await crm.putSessionRecord(world.simulated.cases.open, record), 'written');
    assert.equal((await crm.currentUser()).name, 'Ada Agent');
  });

  it('is on a closed ticket the record alone: notes and files are refused for good', async () => {
    const { closed } = world.simulated.cases;
    await world.simulated.control({ sessionObject: true });

    assert.equal(await wide.putSessionRecord(closed, { ...record, externalId: 'ses_late' }), 'written');
    assert.equal(await crm.putSessionRecord(closed, record), 'unsupported', 'with the field alone');
    const note = { text: 'x [handrail:late]', marker: '[handrail:late]' };
    await assert.rejects(crm.addNoteOnce(closed, note), problem('case_closed'));
    const file = randomFile({ bytes: 10 });
    await assert.rejects(crm.putFileOnce(closed, file), problem('case_closed'));
    assert.equal(file.opened, 0);
  });

  it('leaves no upload behind when the ticket takes none', async () => {
    const { original } = world.simulated.cases;
    await world.simulated.control({
      fault: { path: `/api/v2/tickets/${original}`, method: 'PUT', status: 422 },
    });

    await assert.rejects(crm.putFileOnce(original, randomFile({ bytes: 30 })), problem('crm_forbidden'));

    assert.equal(await world.simulated.waitingUploads(), 0);
  });

  it('is told to be closed when that happened between looking and writing', async () => {
    const { original } = world.simulated.cases;
    const note = { text: 'x [handrail:race]', marker: '[handrail:race]' };
    await world.simulated.control({
      fault: { path: `/api/v2/tickets/${original}`, method: 'PUT', latencyMs: 200 },
    });

    const adding = crm.addNoteOnce(original, note);
    await world.simulated.faultTaken();
    await world.simulated.control({ ticket: { id: Number(original), status: 'closed' } });

    await assert.rejects(adding, problem('case_closed'));
  });
});
