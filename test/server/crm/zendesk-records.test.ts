import assert from 'node:assert/strict';
import { after, before, beforeEach, describe, it } from 'node:test';
import type { Crm, SessionRecord } from '../../../server/crm/crm.ts';
import type { Tenant } from '../../../server/tenants/tenant.ts';
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

const noteOf = (externalId: string) => ({
  text: `What happened. Session: ${externalId}`,
  marker: externalId,
  record: { ...record, externalId },
});

describe('what Zendesk keeps of a session', { timeout: 60_000 }, () => {
  let world: CrmWorld;
  let crm: Crm;

  before(async () => {
    world = await openCrmWorld({ kind: 'zendesk' });
    crm = await world.crms.crmOf(await world.signIn('ada'));
  });
  beforeEach(() => world.simulated.control({ sessionField: true, sessionObject: false }));
  after(() => world.close());

  /** The tenant, once it wants a record of every session. */
  const wantingObject = (): Tenant => {
    const { tenant } = world.simulated;
    const crm = { ...tenant.settings.crm, sessionObject: true };
    return { ...tenant, settings: { ...tenant.settings, crm } };
  };

  /** Signed in with the scope that records of custom objects need. */
  const openWide = async (): Promise<Crm> =>
    world.crms.crmWith(wantingObject(), await world.tokensFor('sam', ['read', 'write']));

  it('is the newest session’s id in the ticket’s field', async () => {
    const { open } = world.simulated.cases;

    assert.equal(await crm.putSessionRecord(open, record), 'written');

    const { field, records } = await world.simulated.kept(open);
    assert.equal(field, 'ses_one');
    assert.deepEqual(records, []);
  });

  it('is a record of the custom object too, where an admin has added it and the scope reaches it', async () => {
    const { open } = world.simulated.cases;
    const wide = await openWide();
    await world.simulated.control({ sessionObject: true });

    assert.equal(await wide.putSessionRecord(open, record), 'written');
    assert.equal(await wide.putSessionRecord(open, { ...record, outcome: 'Follow-up' }), 'written');

    const { records } = await world.simulated.kept(open);
    assert.deepEqual(records, [{ externalId: 'ses_one', outcome: 'Follow-up' }]);
  });

  it('is the field alone where nobody asked for more', async () => {
    await world.simulated.control({ sessionObject: true });

    assert.equal(await crm.putSessionRecord(world.simulated.cases.open, record), 'written');

    const { records } = await world.simulated.kept(world.simulated.cases.open);
    assert.ok(!records.some(({ outcome }) => outcome === 'Solved'));
  });

  it('waits for an agent who said yes before more was asked for, and signs nobody out', async () => {
    const { original } = world.simulated.cases;
    await world.simulated.control({ sessionObject: true });
    const narrow = world.crms.crmWith(wantingObject(), await world.tokensFor('ada'));

    await assert.rejects(narrow.putSessionRecord(original, record), problem('auth_revoked'));

    assert.equal((await world.simulated.kept(original)).field, 'ses_one', 'the field needs no more');
    assert.equal((await narrow.currentUser()).name, 'Ada Agent');
  });

  it('asks for no more than the agent said yes to when the tokens are renewed', async () => {
    const owner = await world.signIn('ada');
    await world.tenants.applyEntry(world.database.db, wantingObject());
    await world.simulated.control({ expireAccessTokens: true });

    const user = await (await world.crms.crmOf(owner)).currentUser();

    assert.equal(user.name, 'Ada Agent');
    await world.tenants.applyEntry(world.database.db, world.simulated.tenant);
  });

  it('is one update of the ticket: note, field and files', async () => {
    const { open } = world.simulated.cases;
    const files = [randomFile({ bytes: 20_000 }), randomFile({ bytes: 300, name: 'shot.png' })];
    const { updates = 0 } = await world.simulated.kept(open);

    await crm.addNoteOnce(open, { ...noteOf('ses_all'), files });
    assert.equal(await crm.putSessionRecord(open, { ...record, externalId: 'ses_all' }), 'written');
    const again = await Promise.all(files.map((file) => crm.putFileOnce(open, file)));

    const kept = await world.simulated.kept(open);
    assert.equal(kept.updates, updates + 1);
    assert.equal(kept.field, 'ses_all');
    assert.equal(new Set(again.map(({ url }) => url)).size, 2, 'each file is found by itself');
    assert.deepEqual(
      files.map(({ opened }) => opened),
      [1, 1],
    );
  });

  it('is a note without the field for an agent who may not change that', async () => {
    const { original } = world.simulated.cases;
    const fault = { path: `/api/v2/tickets/${original}`, method: 'PUT', status: 422 };
    await world.simulated.control({ fault });

    assert.equal(await crm.addNoteOnce(original, noteOf('ses_plain')), 'added');

    const { notes, field } = await world.simulated.kept(original);
    assert.equal(notes.filter((text) => text.includes('ses_plain')).length, 1);
    assert.notEqual(field, 'ses_plain');
  });

  it('goes with its note to the ticket that this one was merged into', async () => {
    const { duplicate, open } = world.simulated.cases;
    await world.simulated.control({ mergeCase: { from: duplicate, into: open } });

    await crm.addNoteOnce(duplicate, noteOf('ses_merged'));

    assert.equal((await world.simulated.kept(open)).field, 'ses_merged');
    assert.notEqual((await world.simulated.kept(duplicate)).field, 'ses_merged');
  });

  it('is on a closed ticket the record alone: notes and files are refused for good', async () => {
    const { closed } = world.simulated.cases;
    const wide = await openWide();
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

  it('takes a file and its name from a comment, on a ticket that was closed since, too', async () => {
    const { open } = world.simulated.cases;
    const file = randomFile({
      bytes: 40,
      name: 'Robin’s <passport> & "photo".png',
      externalId: 'art_removed',
    });
    const { id } = await crm.putFileOnce(open, file);
    await world.simulated.control({ ticket: { id: Number(open), status: 'closed' } });

    await crm.removeFile(open, id);

    await world.simulated.control({ ticket: { id: Number(open), status: 'open' } });
    const { files, notes } = await world.simulated.kept(open);
    assert.ok(files.some(({ name, bytes }) => name === 'redacted.txt' && bytes === 0));
    const note = notes.find((text) => text.includes('[art_removed]')) ?? assert.fail('no comment');
    assert.doesNotMatch(note, /Robin|passport|photo/);
    await assert.rejects(crm.removeFile('99999', id), problem('case_not_found'));
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

  for (const afterwards of [false, true]) {
    const where = afterwards ? 'worked on and not answered' : 'before Zendesk has begun with it';
    it(`is all there once, in one update, wherever a try broke off (${where})`, async () => {
      const { open } = world.simulated.cases;
      let number = 0;
      while (await isWholeAfter(open, number, afterwards)) number += 1;

      assert.ok(number > 7, `only ${number} requests were found`);
    });
  }

  /** Breaks the request with this number, and tries again. False when a try needs fewer. */
  const isWholeAfter = async (ticketId: string, number: number, afterwards: boolean): Promise<boolean> => {
    const sessionId = `ses_cut_${afterwards}_${number}_`;
    const files = [1, 2].map((one) =>
      randomFile({ bytes: 2_000, externalId: `${sessionId}file_${one}`, name: `${sessionId}${one}.png` }),
    );
    const note = { ...noteOf(sessionId), files };
    // A ticket takes so many changes in ten minutes, and no more.
    await world.simulated.control({ clearFaults: true, advanceMs: 60_000 });
    if (number > 0) await world.simulated.control({ fault: { times: number, latencyMs: 0 } });
    await world.simulated.control({ fault: { status: 503, afterwards } });
    const { updates = 0 } = await world.simulated.kept(ticketId);

    const broke = await crm.addNoteOnce(ticketId, note).then(
      () => false,
      (error: unknown) => problem('crm_unavailable')(error),
    );
    await world.simulated.control({ clearFaults: true });
    await crm.addNoteOnce(ticketId, note);

    const kept = await world.simulated.kept(ticketId);
    assert.equal(kept.notes.filter((text) => text.includes(sessionId)).length, 1, `note, ${number}`);
    assert.equal(kept.field, sessionId);
    assert.equal(kept.updates, updates + 1, `updates, ${number}`);
    assert.deepEqual(
      kept.files.filter(({ name }) => name.startsWith(sessionId)).map(({ name }) => name),
      files.map(({ name }) => name),
    );
    return broke;
  };
});
