import { createHash, randomBytes } from 'node:crypto';
import { createArtifacts } from '../../server/artifacts/create-artifacts.ts';
import { storagesOf } from '../../server/artifacts/storages.ts';
import { randomId } from '../../server/crypto/random.ts';
import { createWorker } from '../../server/jobs/worker.ts';
import { artifactsChanged } from '../../server/sessions/artifacts-changed.ts';
import { writeBackGivenUp, writeBackHandlers } from '../../server/sessions/bring-write-back.ts';
import { endWithin } from '../../server/sessions/end-session.ts';
import { findSession, insertSession, saveSession } from '../../server/sessions/session-store.ts';
import { type CrmWorld, openCrmWorld } from '../crm/crm-world.ts';
import type { CrmKind } from '../crm/simulated-crm.ts';
import { sessionIn } from './end-session.ts';

export const handrailOrigin = 'http://handrail.test';

/** Sessions, what is kept of them and a simulated CRM, with the outbox in between; no browser. */
export const openCaseKeepingWorld = async (kind: CrmKind) => {
  const world = await openCrmWorld({ kind });
  const { db, inTransaction, dataFolder } = world.database;
  const { now } = world.clock;
  const { crmOf } = world.crms;
  const caseId = world.simulated.cases.open;
  const signIn = () => signInWide(world);
  const owner = await signIn();
  const log = { error: () => undefined, warn: () => undefined };
  const artifacts = createArtifacts({
    db,
    inTransaction,
    keyRing: world.keyRing,
    findTenant: (id) => world.tenants.find(db, id),
    ...storagesOf({
      dataFolder,
      region: null,
      crmOf,
      openStorage: () => Promise.reject(new Error('not asked here')),
      machineRoleTenants: new Set(),
    }),
    dataFolder,
    spoolLimitBytes: 10 * 1024 * 1024,
    onArtifactsChanged: (trx, of) => artifactsChanged(trx, of, now()),
    wake: () => undefined,
    now,
    log,
  });
  const work = { db, kind: world.database.kind, inTransaction, now, log, random: () => 0 };
  const workers = [
    createWorker({ ...work, handlers: artifacts.handlers, onGivenUp: artifacts.onGivenUp }),
    createWorker({
      ...work,
      handlers: writeBackHandlers({ db, inTransaction, crmOf, origin: handrailOrigin, now }),
      onGivenUp: writeBackGivenUp({ now }),
    }),
  ];

  const pass = async (ms: number): Promise<void> => {
    world.clock.advance(ms);
    await world.simulated.control({ advanceMs: ms });
  };

  return {
    simulated: world.simulated,
    caseId,
    pass,
    signIn,
    deleteExpired: () => artifacts.deleteExpired(now()),
    /** A session with a customer in it begins. Answers with its id. */
    begin: async (): Promise<string> => {
      const session = sessionIn({ ...owner, caseId }, now());
      await inTransaction((trx) => insertSession(trx, session));
      return session.id;
    },
    /** It ends while nobody is there to say how it went: its summary is due. */
    end: (sessionId: string) =>
      inTransaction(async (trx) => {
        const session = await findSession(trx, sessionId);
        if (!session) throw new Error(`No session ${sessionId}.`);
        const ending = { by: 'server', reason: 'signed_out', actor: 'server' } as const;
        await saveSession(trx, await endWithin(trx, session, ending, now()));
      }),
    keep: async (sessionId: string, about: 'screenshot' | 'recording') => {
      const content = randomBytes(50_000);
      const index = { durationMs: 60_000, keyframes: [], events: [], activity: [] };
      const { id } = await artifacts.keep(
        {
          ...owner,
          id: randomId('art'),
          sessionId,
          caseId,
          kind: about,
          name: about === 'screenshot' ? 'Screenshot 1.png' : 'Recording',
          contentType: about === 'screenshot' ? 'image/png' : 'application/octet-stream',
          createdBy: 'server',
          recording: about === 'recording' ? { startedAt: now(), index } : null,
        },
        (async function* () {
          yield content;
        })(),
      );
      return { id, sha256: createHash('sha256').update(content).digest('hex') };
    },
    /** All that is due, and what is due some seconds later. */
    work: async (): Promise<void> => {
      for (let rounds = 0; rounds < 4; rounds += 1) {
        for (const worker of workers) await worker.runDue();
        await pass(11_000);
      }
    },
    close: async () => {
      artifacts.stop();
      await world.close();
    },
  };
};

/** With the scope that records of Zendesk's custom objects need, in an account that has them. */
const signInWide = async (world: CrmWorld) => {
  const { tenant, kind } = world.simulated;
  const owner = await world.signIn('ada');
  if (kind !== 'zendesk') return owner;
  const { db, inTransaction } = world.database;
  const crm = { ...tenant.settings.crm, sessionObject: true };
  await world.tenants.applyEntry(db, { ...tenant, settings: { ...tenant.settings, crm } });
  await world.simulated.control({ sessionObject: true });
  const tokens = await world.tokensFor('ada', ['read', 'write']);
  await inTransaction((trx) => world.crms.vault.swap(trx, owner, tokens));
  return owner;
};
