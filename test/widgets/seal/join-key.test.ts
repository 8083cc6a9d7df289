import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { test } from 'node:test';
import type { Handover } from '../../../protocol/http/joining.ts';
import { openHandover, sealHandover } from '../../../widgets/seal/handover-box.ts';
import { takeHandover, withHandover } from '../../../widgets/seal/handover-fragment.ts';
import { deriveJoinSecrets, joinKeyOf, joinLink, makeJoinKey } from '../../../widgets/seal/join-key.ts';

test('panel and join page derive the same proof and psk from the link, and the server can check the proof', async () => {
  const key = makeJoinKey();
  const link = new URL(joinLink('https://handrail.example', 'ses_aaaaaaaaaaaaaaaaaaaaaa', key));

  const atPanel = await deriveJoinSecrets(key);
  const atJoinPage = await deriveJoinSecrets(joinKeyOf(link.hash) ?? '');

  assert.deepEqual(atJoinPage, atPanel);
  assert.equal(link.pathname, '/join/ses_aaaaaaaaaaaaaaaaaaaaaa');
  const proof = Buffer.from(atJoinPage.proof, 'base64url');
  assert.equal(createHash('sha256').update(proof).digest('base64url'), atPanel.proofHash);
});

test('proof and psk tell nothing of one another, and other keys make others', async () => {
  const one = await deriveJoinSecrets(makeJoinKey());
  const two = await deriveJoinSecrets(makeJoinKey());

  const all = [one, two].flatMap(({ proof, proofHash, psk }) => [
    proof,
    proofHash,
    Buffer.from(psk).toString('base64url'),
  ]);
  assert.equal(new Set(all).size, 6);
});

test('what is no join key is none', async () => {
  assert.equal(joinKeyOf('#section'), null);
  assert.equal(joinKeyOf(`#${'a'.repeat(44)}`), null);
  await assert.rejects(deriveJoinSecrets('short'), RangeError);
});

const handover: Handover = {
  sessionId: 'ses_aaaaaaaaaaaaaaaaaaaaaa',
  psk: 'p'.repeat(43),
  credential: 'c'.repeat(43),
  visitorId: 'vis_1',
  agentName: 'Ada Agent',
  tenantId: 'acme',
  tenantName: 'Acme Outdoor',
  capabilities: ['view'],
  locale: 'en',
};

test('a handover opens with its key only', async () => {
  const box = await sealHandover(handover);

  assert.deepEqual(await openHandover(box), handover);
  assert.equal(await openHandover({ ...box, key: makeJoinKey() }), null);
  assert.equal(await openHandover({ ...box, blob: `${box.blob.slice(0, -2)}AA` }), null);
  assert.ok(!box.blob.includes(handover.psk));
});

test('a handover is taken out of any fragment, and the site keeps its own', () => {
  const given = { id: 'i'.repeat(43), key: 'k'.repeat(43) };
  const sites = [
    'https://shop.example/',
    'https://shop.example/#/cart?step=2',
    'https://shop.example/a?b=c#top',
  ];

  for (const site of sites) {
    const { hash } = new URL(withHandover(site, given));
    assert.deepEqual(takeHandover(hash), { handover: given, rest: new URL(site).hash });
  }
  assert.equal(takeHandover('#/cart'), null);
  assert.deepEqual(takeHandover(`#handrail=${given.id}.${given.key}&tab=2`), {
    handover: given,
    rest: '#tab=2',
  });
});
