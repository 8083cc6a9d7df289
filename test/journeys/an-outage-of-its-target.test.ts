import assert from 'node:assert/strict';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { ArtifactRow } from '../../server/database/rows/artifact-rows.ts';
import type { CrmName } from '../support/agent-person.ts';
import { openPlayer, seeAllOf } from '../support/play-recording.ts';
import { recordSession } from '../support/record-session.ts';
import { openRecordingHouse, type RecordingHouse } from '../support/recording-house.ts';
import { type GatedStorage, objectsOnDisk, sha256Of } from '../support/storage-places.ts';
import { until } from '../support/until.ts';

const longWithin = 60_000;

/** A target that a test can take away. */
interface Outage {
  readonly crm: CrmName;
  /** As the policy names it. */
  readonly target: string;
  /** It refuses everybody. */
  down(): Promise<void> | void;
  /** It answers nobody, or after a long while; resolves once a try has met that. */
  slow(): Promise<void>;
  back(): Promise<void> | void;
  /** SHA-256 of all that lies there, as the place itself tells. */
  hashes(): Promise<readonly string[]>;
}

describe('a target that is away for the length of a session', { timeout: 290_000 }, () => {
  let house: RecordingHouse;
  const made = { zendesk: 0, salesforce: 0 };

  before(async () => {
    house = await openRecordingHouse();
  });
  after(() => house?.stop());

  const behindGate = (target: string, of: () => GatedStorage): Outage => ({
    crm: 'zendesk',
    target,
    down: () => of().gate.turn('refusing'),
    slow: async () => {
      of().gate.turn('silent');
      await until(async () => of().gate.held() > 0, 'a try waits for an answer', longWithin);
    },
    back: () => of().gate.turn('open'),
    hashes: async () => (await of().objects()).map(sha256Of),
  });

  const theCase = (crm: CrmName): Outage => {
    const faults = (fault: object) => house.crm[crm].control({ fault: { ...fault, times: 100_000 } });
    return {
      crm,
      target: 'crm',
      down: () => faults({ status: 503 }),
      slow: async () => {
        await house.crm[crm].control({ clearFaults: true });
        await faults({ latencyMs: 1_000 });
      },
      back: () => house.crm[crm].control({ clearFaults: true }),
      hashes: async () => (await house.crm[crm].state()).files.map(({ sha256 }) => sha256),
    };
  };

  const artifactsFolder = () => join(house.demo.dataFolder, 'artifacts');
  const aside = () => `${artifactsFolder()}.aside`;
  /** A disk that is not mounted: where its folder was, there is none. */
  const theDisk: Outage = {
    crm: 'zendesk',
    target: 'disk',
    down: () => {
      mkdirSync(artifactsFolder(), { recursive: true });
      renameSync(artifactsFolder(), aside());
      writeFileSync(artifactsFolder(), '');
    },
    slow: async () => undefined,
    back: () => {
      rmSync(artifactsFolder());
      renameSync(aside(), artifactsFolder());
    },
    // Nothing has been kept there before.
    hashes: async () =>
      existsSync(artifactsFolder()) && !existsSync(aside())
        ? objectsOnDisk(house.demo.dataFolder).map(sha256Of)
        : [],
  };

  const outages: Readonly<Record<string, Outage>> = {
    'Handrail’s own disk': theDisk,
    'a bucket of S3': behindGate('bucket', () => house.bucket),
    'a container of Azure': behindGate('container', () => house.container),
    'the Zendesk ticket': theCase('zendesk'),
    'the Salesforce case': theCase('salesforce'),
  };

  const newest = async (count: number): Promise<ArtifactRow | null> => {
    const rows = await house.recordings();
    return (rows.length === count && rows[0]) || null;
  };

  for (const [name, outage] of Object.entries(outages)) {
    it(`lets the session go on and its recording be played meanwhile, and has it once, later: ${name}`, async () => {
      const { crm, target } = outage;
      // In Salesforce the file of tenants says it.
      if (crm === 'zendesk') await house.decide(target);
      const agent = house.agents[crm];
      const before = await outage.hashes();

      await recordSession(house, { by: agent, onStarted: async () => outage.down() });

      made[crm] += 1;
      const count = made.zendesk + made.salesforce;
      const row = await until(() => newest(count), 'the recording is kept', longWithin);
      await until(async () => (await house.problemOfMove(row)) !== null, 'its target refused it', longWithin);
      const player = await openPlayer(agent, made[crm]);
      await seeAllOf(player);
      await player.close();
      await outage.slow();
      assert.deepEqual(await outage.hashes(), before);
      if (target !== 'crm') assert.equal((await newest(count))?.state, 'kept');

      await outage.back();

      await until(
        async () => (await newest(count))?.state === 'stored',
        'the recording is at its target',
        longWithin,
      );
      const there = await outage.hashes();
      assert.equal(there.filter((sha256) => sha256 === row.stored_sha256).length, 1);
      assert.equal(there.length, before.length + 1);
    });
  }
});
