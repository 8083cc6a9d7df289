import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { randomId, randomSecret } from '../../server/crypto/random.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import { createInTransaction } from '../../server/database/transaction.ts';
import { createRecorders } from '../../server/recordings/recorders.ts';
import type { Recording } from '../../server/recordings/recording-store.ts';
import type { Session } from '../../server/sessions/session.ts';
import { SessionRecording } from '../../server/sessions/session-recording.ts';
import type { StandingGrants } from '../../server/sessions/standing-grants.ts';

/** Recordings as they are in production, through the node's journal to a file of its own each; only what is written down in the database once a key is left out. */
export const createBenchRecordings = (session: Session, now: () => number) => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-bench-'));
  const folder = join(dataFolder, 'recordings');
  mkdirSync(folder);
  process.on('exit', () => rmSync(dataFolder, { recursive: true, force: true }));
  const { db, kind } = openDatabase({ databaseUrl: null, dataFolder });
  const recorders = createRecorders({
    db,
    inTransaction: createInTransaction(db, kind),
    keys: { current: () => Promise.reject(new Error('Nobody asks for a key here.')) },
    keep: () => Promise.reject(new Error('Nothing is kept here.')),
    folder,
    checkPlace: async () => '',
    hasRoom: async () => true,
    isThere: async () => true,
    maxBytesOf: async () => Number.POSITIVE_INFINITY,
    now,
    log: console,
  });
  return async (grants: StandingGrants): Promise<SessionRecording> => {
    const row: Recording = {
      id: randomId('art'),
      tenant_id: session.tenantId,
      session_id: session.id,
      agent_id: session.agentId,
      case_id: session.caseId,
      started_at: now(),
      state: 'recording',
      fingerprint: randomSecret(),
      node: 'bench',
      decided: null,
    };
    const recording = new SessionRecording({
      recorders,
      actions: { key: async () => row, fail: async () => undefined, endWithout: async () => undefined },
      grants,
      session: () => session,
      participants: () => [],
      wantKeyframe: () => undefined,
      tellAgents: () => undefined,
      isRequired: () => false,
      now,
      log: console,
    });
    await recording.keyed({ generation: 0, visitor: 1, key: row.fingerprint, enc: '', sealed: '' });
    return recording;
  };
};
