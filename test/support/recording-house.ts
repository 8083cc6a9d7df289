import type { Browser, BrowserContext, Page } from 'playwright-core';
import * as v from 'valibot';
import { defaultStoragePolicy, type StoragePolicy } from '../../protocol/storage-policy.ts';
import { openDatabase } from '../../server/database/open-database.ts';
import type { ArtifactRow } from '../../server/database/rows/artifact-rows.ts';
import { type AgentPerson, type CrmName, openCase } from './agent-person.ts';
import { launchBrowser } from './browser.ts';
import type { Demo } from './demo.ts';
import { type RestartableDemo, startRestartableDemo } from './restartable-demo.ts';
import { type GatedStorage, openGatedBucket, openGatedContainer, storageHost } from './storage-places.ts';

/** The demo with every place that a recording can go to, and who records, decides and looks. */
export interface RecordingHouse {
  readonly demo: RestartableDemo;
  readonly browser: Browser;
  readonly bucket: GatedStorage;
  readonly container: GatedStorage;
  /** A supervisor: who may record, and view recordings. */
  readonly agents: Readonly<Record<CrmName, Supervisor>>;
  /** The administrator's page of the tenant in Zendesk; all others keep recordings on the case. */
  readonly decide: Decide;
  /** What was kept, the newest first. */
  readonly recordings: () => Promise<readonly ArtifactRow[]>;
  /** Why the job that moves this has not done it yet; null: it was not tried. */
  readonly problemOfMove: (row: ArtifactRow) => Promise<string | null>;
  readonly rootsKept: () => Promise<number>;
  readonly crm: Readonly<Record<CrmName, SimulatedConsole>>;
  readonly stop: () => Promise<void>;
}

export interface Supervisor {
  readonly person: AgentPerson;
  readonly context: BrowserContext;
}

/** Saves where recordings go from now on, and under whose key; with the tenant's public key, where it has one. */
type Decide = (target: string, own?: { readonly publicKey: string }) => Promise<void>;

interface SimulatedConsole {
  readonly control: (asked: object) => Promise<void>;
  /** What is on all its cases. */
  readonly state: () => Promise<CaseState>;
}

const Cases = v.array(
  v.looseObject({
    files: v.array(v.looseObject({ name: v.string(), sha256: v.string() })),
    recordedArtifacts: v.record(v.string(), v.nullable(v.string())),
  }),
);
const State = v.looseObject({ tickets: v.optional(Cases, []), cases: v.optional(Cases, []) });

interface CaseState {
  readonly files: readonly { readonly name: string; readonly sha256: string }[];
  /** What the record of a session says of what was kept. */
  readonly recordOf: (sessionId: string) => string | null;
}

const within = { timeout: 40_000 };

export const openRecordingHouse = async (): Promise<RecordingHouse> => {
  const [bucket, container, browser] = await Promise.all([
    openGatedBucket(),
    openGatedContainer(),
    launchBrowser(),
  ]);
  const onTheCase = { ...defaultStoragePolicy.recording, target: 'crm' };
  const storage: StoragePolicy = {
    ...defaultStoragePolicy,
    targets: [bucket.target, container.target],
    recording: onTheCase,
  };
  const demo = await startRestartableDemo((_shop, { crm }) => ({ storage, crm: withRecords(crm) }), {
    localHosts: [storageHost],
  });
  const { db, close } = openDatabase({ databaseUrl: null, dataFolder: demo.dataFolder });
  const crm = { zendesk: consoleAt(demo.zendesk), salesforce: consoleAt(demo.salesforce) };
  await crm.zendesk.control({ sessionObject: true });
  const signIn = async (name: CrmName): Promise<Supervisor> => {
    const context = await browser.newContext();
    const person = await openCase(context, demo, name, 'sam');
    await person.signIn();
    return { person, context };
  };
  const agents = { zendesk: await signIn('zendesk'), salesforce: await signIn('salesforce') };
  return {
    demo,
    browser,
    bucket,
    container,
    agents,
    decide: await openDecide(browser, demo),
    recordings: () =>
      db
        .selectFrom('artifacts')
        .selectAll()
        .where('kind', '=', 'recording')
        .orderBy('created_at', 'desc')
        .execute(),
    problemOfMove: async ({ job_id }) => {
      const job = await db
        .selectFrom('outbox')
        .select('last_problem')
        .where('id', '=', job_id)
        .executeTakeFirst();
      return job?.last_problem ?? null;
    },
    rootsKept: async () => (await db.selectFrom('recording_roots').select('generation').execute()).length,
    crm,
    stop: async () => {
      await browser.close();
      await close();
      await demo.stop();
      await Promise.all([bucket.stop(), container.stop()]);
    },
  };
};

const Zendesk = v.looseObject({ kind: v.literal('zendesk') });

/** An account that has Handrail's custom object: without, sessions leave no record there. */
const withRecords = (crm: unknown): unknown => (v.is(Zendesk, crm) ? { ...crm, sessionObject: true } : crm);

const consoleAt = (origin: string): SimulatedConsole => {
  const address = `http://127.0.0.1:${new URL(origin).port}`;
  return {
    control: async (asked) => {
      const headers = { 'content-type': 'application/json' };
      const answer = await fetch(`${address}/__control`, {
        method: 'POST',
        headers,
        body: JSON.stringify(asked),
      });
      if (!answer.ok) throw new Error(`The simulator refused: ${answer.status}`);
    },
    state: async () => {
      const { tickets, cases } = v.parse(State, await (await fetch(`${address}/__state`)).json());
      const all = [...tickets, ...cases];
      return {
        files: all.flatMap(({ files }) => files),
        recordOf: (sessionId) =>
          all.map(({ recordedArtifacts }) => recordedArtifacts[sessionId]).find((text) => text) ?? null,
      };
    },
  };
};

/** As an administrator of the tenant in Zendesk, in a browser of their own. */
export const openDecide = async (browser: Browser, demo: Demo): Promise<Decide> => {
  const context = await browser.newContext();
  const ann = await openCase(context, demo, 'zendesk', 'ann');
  await ann.signIn();
  const opened = context.waitForEvent('page');
  await ann.panel().getByRole('button', { name: 'Open admin pages' }).click();
  const admin = await opened;
  await admin.getByRole('link', { name: 'Storage', exact: true }).click(within);
  return decideOn(admin);
};

const decideOn =
  (admin: Page): Decide =>
  async (target, own) => {
    await admin.bringToFront();
    const recordings = admin.getByRole('group', { name: 'Recordings' });
    await recordings.getByLabel('Kept in').selectOption(target, within);
    await recordings.getByLabel('Sealed under').selectOption(own ? 'tenant' : 'handrail');
    if (own) await admin.getByLabel('Public key (P-256)').fill(own.publicKey);
    const saved = admin.waitForResponse(
      (answer) => answer.request().method() === 'PUT' && answer.url().endsWith('/api/tenant/storage'),
      within,
    );
    await admin.getByRole('button', { name: 'Save storage' }).click();
    const answer = await saved;
    if (!answer.ok()) throw new Error(`Not saved: ${answer.status()} ${await answer.text()}`);
  };
