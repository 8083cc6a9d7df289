import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer, request } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import express from 'express';
import { saveAgent } from '../server/agents/agent-store.ts';
import { mintAgentToken } from '../server/auth/agent-tokens.ts';
import { createCheckProof } from '../server/auth/check-proof.ts';
import { createIdentify } from '../server/auth/identify.ts';
import { thumbprintOf } from '../server/auth/thumbprint.ts';
import { migrate } from '../server/database/migrate.ts';
import { openDatabase } from '../server/database/open-database.ts';
import type { Queryable } from '../server/database/transaction.ts';
import { callerOf } from '../server/http/caller.ts';
import { type BoundBearer, makeProof, makeProofKey } from '../widgets/link/proof-key.ts';
import type { Benchmark, Figure } from './figure.ts';

const callsARound = 500;
const rounds = 3;
const origin = 'http://handrail.localhost';
const path = '/api/agents/me';

/**
 * An agent's call that only says who calls: with its proof checked and noted as used, and without either. On SQLite, and on the empty
 * PostgreSQL database that `DATABASE_URL` names, if it names one.
 */
export const measureProof: Benchmark = async () => {
  const databaseUrl = process.env.DATABASE_URL ?? null;
  const figures = await measureOn(null);
  return databaseUrl === null ? figures : [...figures, ...(await measureOn(databaseUrl))];
};

const measureOn = async (databaseUrl: string | null): Promise<readonly Figure[]> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-bench-'));
  const { db, kind, close } = openDatabase({ databaseUrl, dataFolder });
  await migrate(db);
  const bearer = await signIn(db);
  const [checked, unchecked] = await Promise.all([serve(db, 'checked'), serve(db, 'unchecked')]);
  try {
    const figures: Figure[] = [];
    for (const atOnce of [1, 16]) {
      const times = { checked: [] as number[], unchecked: [] as number[] };
      for (let round = 0; round < rounds; round += 1) {
        times.checked.push(await measure(checked.port, { bearer, atOnce }));
        times.unchecked.push(await measure(unchecked.port, { bearer, atOnce }));
      }
      figures.push({
        name: `agent’s API call with its proof, ${atOnce} at once (${kind})`,
        unit: 'ms',
        ours: median(times.checked),
        peers: { 'without checking': median(times.unchecked) },
      });
    }
    return figures;
  } finally {
    checked.stop();
    unchecked.stop();
    await close();
    rmSync(dataFolder, { recursive: true, force: true });
  }
};

/** Somebody with a bearer, as after any sign-in. */
const signIn = async (db: Queryable): Promise<BoundBearer> => {
  const [tenantId, now] = [`bench-${Date.now()}`, Date.now()];
  await db
    .insertInto('tenants')
    .values({ id: tenantId, name: 'Bench', settings: '', updated_at: now })
    .execute();
  const seen = { tenantId, crmUserId: '1', name: 'Ada', email: '', at: now } as const;
  const agent = await saveAgent(db, { ...seen, roles: ['agent'] });
  const key = await makeProofKey();
  const token = await mintAgentToken(db, {
    tenantId,
    agentId: agent.id,
    signedInAt: now,
    expiresAt: now + 600_000,
    thumbprint: await thumbprintOf(key.publicKey),
    permits: 'all',
    signedCase: null,
  });
  return { token, key };
};

const serve = async (db: Queryable, proofs: 'checked' | 'unchecked') => {
  const now = Date.now;
  const checkProof = proofs === 'checked' ? createCheckProof({ db, origin, now }) : async () => undefined;
  const app = express().get(path, createIdentify({ db, checkProof, now }), (_req, res) => {
    res.json({ name: callerOf(res).name });
  });
  const server = createServer(app);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    stop: () => {
      server.close();
      server.closeAllConnections();
    },
  };
};

interface Load {
  readonly bearer: BoundBearer;
  readonly atOnce: number;
}

/** Milliseconds a call, over as many calls as a round has. The proofs are made before. */
const measure = async (port: number, { bearer, atOnce }: Load): Promise<number> => {
  const proofs = await Promise.all(
    Array.from({ length: callsARound }, () =>
      makeProof(bearer, { method: 'GET', url: origin + path, at: Date.now() }),
    ),
  );
  const start = performance.now();
  await Promise.all(
    Array.from({ length: atOnce }, async () => {
      for (let dpop = proofs.pop(); dpop !== undefined; dpop = proofs.pop()) {
        await call(port, { authorization: `DPoP ${bearer.token}`, dpop });
      }
    }),
  );
  return (performance.now() - start) / callsARound;
};

const call = async (port: number, headers: Record<string, string>): Promise<void> => {
  const asked = request({ host: '127.0.0.1', port, path, headers });
  asked.end();
  const [response] = await once(asked, 'response');
  response.resume();
  await once(response, 'end');
  if (response.statusCode !== 200) throw new Error(`Answered ${response.statusCode}.`);
};

const median = (values: readonly number[]): number =>
  values.toSorted((left, right) => left - right)[values.length >> 1] ?? Number.NaN;
