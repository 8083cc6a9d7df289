import assert from 'node:assert/strict';
import { generateKeyPairSync } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { after, before, describe, it } from 'node:test';
import type { CrmName } from '../support/agent-person.ts';
import { openPlayer, seeAllOf, unlockPlayer } from '../support/play-recording.ts';
import { mirrorOf, recordSession } from '../support/record-session.ts';
import { openRecordingHouse, type RecordingHouse } from '../support/recording-house.ts';
import { objectsOnDisk, sha256Of } from '../support/storage-places.ts';
import { until } from '../support/until.ts';

const storedWithin = 60_000;

interface Case {
  readonly where: string;
  readonly crm: CrmName;
  /** As the policy names it. */
  readonly target: string;
  /** Sealed under a key that the company alone has. */
  readonly own?: true;
}

const cases: readonly Case[] = [
  { where: 'the Salesforce case', crm: 'salesforce', target: 'crm' },
  { where: 'the Zendesk ticket', crm: 'zendesk', target: 'crm' },
  { where: 'Handrail’s own disk', crm: 'zendesk', target: 'disk' },
  { where: 'a bucket of S3', crm: 'zendesk', target: 'bucket' },
  { where: 'a container of Azure', crm: 'zendesk', target: 'container' },
  { where: 'a bucket of S3, under the company’s own key', crm: 'zendesk', target: 'bucket', own: true },
  { where: 'the Zendesk ticket, under the company’s own key', crm: 'zendesk', target: 'crm', own: true },
];

describe('a recording goes where the policy says, and is played from there', { timeout: 290_000 }, () => {
  let house: RecordingHouse;
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const privatePem = privateKey.export({ type: 'pkcs8', format: 'pem' }).toString();
  const { x = '', y = '' } = publicKey.export({ format: 'jwk' });
  const point = Buffer.concat([Buffer.of(4), Buffer.from(x, 'base64url'), Buffer.from(y, 'base64url')]);
  const own = { publicKey: point.toString('base64url') };
  const made = { zendesk: 0, salesforce: 0 };

  before(async () => {
    house = await openRecordingHouse();
  });
  after(() => house?.stop());

  /** SHA-256 of all that lies there, as the place itself tells. */
  const hashesAt = async ({ crm, target }: Case): Promise<readonly string[]> => {
    if (target === 'crm') return (await house.crm[crm].state()).files.map(({ sha256 }) => sha256);
    if (target === 'disk') return objectsOnDisk(house.demo.dataFolder).map(sha256Of);
    const storage = target === 'bucket' ? house.bucket : house.container;
    return (await storage.objects()).map(sha256Of);
  };

  /** The newest, once it is at its target and gone from where it waited. */
  const stored = (count: number) =>
    until(
      async () => {
        const rows = await house.recordings();
        const [row] = rows;
        return rows.length === count && row?.state === 'stored' && row.spool === null ? row : null;
      },
      'the recording is at its target',
      storedWithin,
    );

  for (const one of cases) {
    it(`on ${one.where}`, async () => {
      // In Salesforce the file of tenants says it.
      if (one.crm === 'zendesk') await house.decide(one.target, one.own && own);
      const agent = house.agents[one.crm];

      await recordSession(house, { by: agent });

      made[one.crm] += 1;
      const row = await stored(made.zendesk + made.salesforce);
      assert.deepEqual([row.target, row.sealing], [one.target, one.own ? 'tenant' : 'handrail']);
      // Sealed: what lies there is not the content, whose hash the artifact has, too.
      assert.notEqual(row.stored_sha256, row.sha256);
      const there = await hashesAt(one);
      assert.equal(there.filter((sha256) => sha256 === row.stored_sha256).length, 1, there.join());

      const player = await openPlayer(agent, made[one.crm]);
      if (one.own) await unlockPlayer(player, privatePem);
      await seeAllOf(player);
      await player.close();
      if (one.target === 'crm') await isInRecord(one.crm, row.session_id, row.id);
    });
  }

  /** The record of the session follows once the file is there. */
  const isInRecord = (crm: CrmName, sessionId: string, artifactId: string) =>
    until(
      async () => (await house.crm[crm].state()).recordOf(sessionId)?.includes(artifactId),
      'the record has the file',
      storedWithin,
    );

  it('with the site’s styles, pictures and fonts, which come through Handrail alone', async () => {
    // As it is after a day: nothing of the site is kept any more.
    rmSync(join(house.demo.dataFolder, 'assets', 'acme-salesforce'), { recursive: true });
    const { context } = house.agents.salesforce;
    const asked: { readonly url: URL; readonly status: number }[] = [];
    context.on('response', (answer) => asked.push({ url: new URL(answer.url()), status: answer.status() }));

    const player = await openPlayer(house.agents.salesforce, made.salesforce);

    const picture = mirrorOf(player).locator('main img').first();
    await until(
      () => picture.evaluate((image) => image instanceof HTMLImageElement && image.naturalWidth > 0),
      'the picture is shown',
    );
    const heading = mirrorOf(player).getByRole('heading').first();
    const fontOf = () =>
      heading.evaluate((element) => {
        const loaded = [...element.ownerDocument.fonts].filter(({ status }) => status === 'loaded');
        const { fontFamily } = getComputedStyle(element);
        return loaded.some(({ family }) => fontFamily.includes(family));
      });
    await until(fontOf, 'the heading has the site’s font');
    const assets = asked.filter(({ url }) => url.pathname === '/api/assets');
    assert.ok(assets.length > 2);
    assert.deepEqual([...new Set(assets.map(({ status }) => status))], [200]);
    const site = new URL(house.demo.shop).host;
    assert.deepEqual(
      asked.filter(({ url }) => url.host === site),
      [],
    );
  });
});
