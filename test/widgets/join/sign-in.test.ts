import assert from 'node:assert/strict';
import { randomBytes } from 'node:crypto';
import { describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import * as v from 'valibot';
import { type SignInOutcome, SignInProof, SignInView } from '../../../protocol/http/authentication.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { Problem } from '../../../server/http/problem.ts';
import { axeFindings } from '../../support/axe.ts';
import { serve } from '../../support/http-server.ts';
import { openStage, violationsOf } from './stage.ts';

const proof = randomBytes(32).toString('base64url');
const button = (page: Page, name: string) => page.getByRole('button', { name, exact: true });

interface Answers {
  readonly refusesProof?: boolean;
  readonly problem?: ProblemCode;
  readonly outcome?: SignInOutcome;
}

/** Plays the panel: a frame of our own origin that answers whoever asks for this transaction's proof. */
const ownFrame = `<!doctype html><title>Panel</title><script>
addEventListener('message', ({ data, source, origin }) => {
  if (origin !== location.origin || data.type !== 'handrail.sign-in.proof.requested' || data.transactionId !== 'txn_1') return;
  source.postMessage({ type: 'handrail.sign-in.proof.answered', transactionId: 'txn_1', proof: '${proof}' }, { targetOrigin: origin });
});
</script>`;

const openSignIn = async ({ refusesProof = false, problem, outcome }: Answers = {}) => {
  const told: { route: string; body: unknown }[] = [];
  const stage = await openStage({
    api: (routes) => {
      routes.use('/auth/transactions', (_req, res, next) => {
        if (!problem) return next();
        const refused = new Problem(problem, 'No.');
        return res.status(refused.status).json(refused.toBody());
      });
      routes.get('/auth/transactions/txn_1', (_req, res) => {
        const view = { userCode: 'K7Q4', comparesCode: true, crm: 'zendesk', tenantName: 'Acme Outdoor' };
        res.json(v.parse(SignInView, view));
      });
      routes.post('/auth/transactions/txn_1/proofs', (req, res) => {
        told.push({ route: 'proofs', body: v.parse(SignInProof, req.body) });
        if (refusesProof) return res.status(403).json(new Problem('sign_in_unproven', 'No.').toBody());
        return res.status(201).cookie('popup', '1').json({ next: '/auth/authorize/txn_1' });
      });
      routes.post('/auth/transactions/txn_1/confirmations', (req, res) => {
        told.push({ route: 'confirmations', body: req.body });
        res.status(201).json({ next: '/auth/authorize/txn_1' });
      });
      routes.get('/auth/transactions/txn_1/outcome', (_req, res) => res.json(outcome));
      routes.get('/auth/authorize/txn_1', (_req, res) => res.send('<h1>The CRM</h1>'));
      routes.get('/own-frame', (_req, res) => res.type('html').send(ownFrame));
    },
  });
  return { stage, told };
};

/** Opens the popup from this page, or from a frame in it. */
const openPopup = async (page: Page, from: Pick<Page, 'evaluate'>, address: string): Promise<Page> => {
  const opened = page.context().waitForEvent('page');
  await from.evaluate((url) => void window.open(url, '_blank', 'popup,width=520,height=720'), address);
  return opened;
};

describe('the sign-in popup', () => {
  it('goes on by itself when the frame of ours that opened it proves that it began the sign-in', async () => {
    const { stage, told } = await openSignIn();
    const crm = await serve((_req, res) => {
      res
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><iframe src="${stage.origin}/own-frame"></iframe>`);
    });
    const page = await stage.open('/own-frame');
    await page.goto(crm.origin);
    const frame = page.frames()[1];
    assert.ok(frame);

    const popup = await openPopup(page, frame, `${stage.origin}/auth/start/txn_1`);
    await popup.getByRole('heading', { name: 'The CRM' }).waitFor();

    assert.deepEqual(told, [{ route: 'proofs', body: { proof } }]);
  });

  it('finds our frame also when the page around it opened the popup', async () => {
    const { stage, told } = await openSignIn();
    const crm = await serve((_req, res) => {
      res
        .setHeader('content-type', 'text/html')
        .end(`<!doctype html><iframe src="${stage.origin}/own-frame"></iframe>`);
    });
    const page = await stage.open('/own-frame');
    await page.goto(crm.origin);

    const popup = await openPopup(page, page, `${stage.origin}/auth/start/txn_1`);
    await popup.getByRole('heading', { name: 'The CRM' }).waitFor();

    assert.equal(told[0]?.route, 'proofs');
  });

  it('has a lured person compare codes, and believes no proof of a stranger’s origin', async () => {
    const { stage, told } = await openSignIn();
    const stranger = await serve((_req, res) => {
      res.setHeader('content-type', 'text/html').end('<!doctype html><title>You won!</title>');
    });
    const page = await stage.open('/own-frame');
    await page.goto(stranger.origin);

    const opened = page.context().waitForEvent('page');
    await page.evaluate(
      ({ url, said }) => {
        const popup = window.open(url, '_blank', 'popup');
        const answer = { type: 'handrail.sign-in.proof.answered', transactionId: 'txn_1', proof: said };
        setInterval(() => popup?.postMessage(answer, '*'), 20);
      },
      { url: `${stage.origin}/auth/start/txn_1`, said: proof },
    );
    const popup = await opened;
    await button(popup, 'The codes match').waitFor();

    const text = await popup.getByRole('main').innerText();
    assert.match(text, /K7Q4/);
    assert.match(text, /Acme Outdoor/);
    assert.match(text, /they would be signed in as you/);
    assert.deepEqual(told, []);
    assert.deepEqual(await axeFindings(popup), []);
    assert.deepEqual(await violationsOf(popup), []);
  });

  it('goes on when a person says that the codes match', async () => {
    const { stage, told } = await openSignIn();
    const page = await stage.open('/auth/start/txn_1');

    await button(page, 'The codes match').click();
    await page.getByRole('heading', { name: 'The CRM' }).waitFor();

    assert.deepEqual(told, [{ route: 'confirmations', body: {} }]);
  });

  it('signs nobody in when they differ', async () => {
    const { stage, told } = await openSignIn();
    const page = await stage.open('/auth/start/txn_1');

    await button(page, 'They differ').click();

    await page.getByRole('heading', { name: 'Nothing happened' }).waitFor();
    assert.deepEqual(told, []);
  });

  it('falls back to comparing when the server doesn’t take the proof', async () => {
    const { stage } = await openSignIn({ refusesProof: true });
    const page = await stage.open('/own-frame');

    const popup = await openPopup(page, page, '/auth/start/txn_1');

    await button(popup, 'The codes match').waitFor();
  });

  it('says that a sign-in is over when it has expired', async () => {
    const { stage } = await openSignIn({ problem: 'sign_in_expired' });

    const page = await stage.open('/auth/start/txn_1');

    await page.getByRole('heading', { name: 'This sign-in is over' }).waitFor();
  });
});

describe('the popup’s last page', () => {
  it('closes itself when somebody is signed in', async () => {
    const { stage } = await openSignIn({ outcome: { status: 'signed-in', name: 'Ada Agent' } });
    const page = await stage.open('/own-frame');

    const popup = await openPopup(page, page, '/auth/done/txn_1');
    if (!popup.isClosed()) await popup.waitForEvent('close');

    assert.ok(popup.isClosed());
  });

  it('says who is signed in where it can’t close itself', async () => {
    const { stage } = await openSignIn({ outcome: { status: 'signed-in', name: 'Ada Agent' } });

    const page = await stage.open('/auth/done/txn_1');

    await page.getByRole('heading', { name: 'Signed in as Ada Agent' }).waitFor();
  });

  it('says why somebody is not', async () => {
    const problem = new Problem('wrong_organization', 'No.').toBody();
    const { stage } = await openSignIn({ outcome: { status: 'failed', problem } });

    const page = await stage.open('/auth/done/txn_1');

    await page.getByRole('heading', { name: 'This is another organization’s account' }).waitFor();
  });
});
