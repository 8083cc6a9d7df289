import { createHash, randomBytes } from 'node:crypto';
import { createAccess } from '../../server/agents/access.ts';
import { saveAgent } from '../../server/agents/agent-store.ts';
import { type Crms, createCrm } from '../../server/crm/create-crm.ts';
import type { TokenOwner } from '../../server/crm/token-store.ts';
import type { TokenSet } from '../../server/crm/tokens.ts';
import { type KeyRing, openKeyRing } from '../../server/crypto/key-ring.ts';
import { createTenantStore, type TenantStore } from '../../server/tenants/tenant-store.ts';
import { openTestDatabase, type TestDatabase } from '../support/database.ts';
import {
  answerConsent,
  type CrmKind,
  type Login,
  type SimulatedCrm,
  startSimulatedCrm,
} from './simulated-crm.ts';

/** Handrail's CRM side over a simulated CRM and a real database. */
export interface CrmWorld {
  readonly simulated: SimulatedCrm;
  readonly database: TestDatabase;
  readonly keyRing: KeyRing;
  readonly tenants: TenantStore;
  readonly crms: Crms;
  readonly access: ReturnType<typeof createAccess>;
  readonly clock: TestClock;
  /** What the log was told. */
  readonly warned: readonly unknown[];
  /** What the CRM gives for this person's yes. */
  tokensFor(login: Login, scope?: readonly string[]): Promise<TokenSet>;
  /** The same, kept in the vault. */
  signIn(login: Login): Promise<TokenOwner>;
  /** Another process on the same database. */
  anotherProcess(): Crms;
  close(): Promise<void>;
}

/** Time that goes on by itself, and jumps when a test says so. */
interface TestClock {
  readonly now: () => number;
  advance(byMs: number): void;
}

const createTestClock = (): TestClock => {
  let aheadMs = 0;
  return {
    now: () => Date.now() + aheadMs,
    advance: (byMs) => {
      aheadMs += byMs;
    },
  };
};

interface WorldNeeds {
  readonly kind: CrmKind;
  readonly callbackUrl?: string;
  readonly database?: 'sqlite' | 'postgres';
}

export const openCrmWorld = async ({
  kind,
  callbackUrl = 'http://handrail.localhost/auth/callback',
  database: databaseKind = 'sqlite',
}: WorldNeeds): Promise<CrmWorld> => {
  const simulated = await startSimulatedCrm({ kind, callbackUrl });
  const database = await openTestDatabase(databaseKind);
  const { db, inTransaction } = database;
  const keyRing = openKeyRing(database.dataFolder);
  const clock = createTestClock();
  const { now } = clock;
  const tenants = createTenantStore({ keyRing, now });
  await tenants.applyEntry(db, simulated.tenant);
  const warned: unknown[] = [];
  const log = { warn: (...said: unknown[]) => void warned.push(said) };
  const { upstream } = simulated;
  const anotherProcess = () => createCrm({ db, inTransaction, keyRing, upstream, tenants, now, log });
  const crms = anotherProcess();
  const provider = crms.providerFor(simulated.tenant);

  const { crm } = simulated.tenant.settings;
  if (crm.kind === 'jwt') throw new Error('It has no OAuth client.');

  const tokensFor = async (login: Login, scope = provider.scope): Promise<TokenSet> => {
    const codeVerifier = randomBytes(32).toString('base64url');
    const url = new URL(provider.authorizeUrl);
    url.search = new URLSearchParams({
      response_type: 'code',
      client_id: crm.clientId,
      redirect_uri: callbackUrl,
      scope: scope.join(' '),
      state: 'a state',
      code_challenge: createHash('sha256').update(codeVerifier).digest('base64url'),
      code_challenge_method: 'S256',
    }).toString();
    const back = new URL(await answerConsent(await simulated.browserOf(login), url.href));
    const code = back.searchParams.get('code') ?? '';
    return provider.exchange({ code, codeVerifier, redirectUri: callbackUrl });
  };

  return {
    simulated,
    database,
    keyRing,
    tenants,
    crms,
    clock,
    warned,
    tokensFor,
    anotherProcess,
    access: createAccess({
      db,
      inTransaction,
      tenants,
      personOf: async (who) => (await crms.crmOf(who)).currentUser(),
      personAskedBy: async (by, crmUserId) => (await crms.crmOf(by)).grantsOf(crmUserId),
      now,
    }),
    signIn: async (login) => {
      const tokens = await tokensFor(login);
      return inTransaction(async (trx) => {
        const agent = await saveAgent(trx, {
          tenantId: simulated.tenant.id,
          crmUserId: simulated.userIds[login],
          name: login,
          email: '',
          roles: [],
          at: now(),
        });
        const owner = { tenantId: simulated.tenant.id, agentId: agent.id };
        await crms.vault.swap(trx, owner, tokens);
        return owner;
      });
    },
    close: async () => {
      await simulated.stop();
      await database.close();
    },
  };
};
