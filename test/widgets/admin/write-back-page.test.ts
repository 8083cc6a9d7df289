import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { Response } from 'express';
import type { Page } from 'playwright-core';
import type { PartState, StuckWriteBack, StuckWriteBacks } from '../../../protocol/http/write-back.ts';
import type { ProblemCode } from '../../../protocol/problem.ts';
import { Problem } from '../../../server/http/problem.ts';
import { axeFindings } from '../../support/axe.ts';
import { type AdminStage, openAdminStage } from './admin-stage.ts';

/** What the server answers with. */
interface World {
  list: (res: Response) => void;
  retry: (res: Response) => void;
  integration: (res: Response) => void;
}

describe('the write-back page', () => {
  let admin: AdminStage;
  const world: World = {
    list: answering({ writeBacks: [] }),
    retry: answering({}),
    integration: answering({ problem: null }),
  };
  before(async () => {
    admin = await openAdminStage((routes) => {
      routes.get('/api/write-backs', (_req, res) => world.list(res));
      routes.post('/api/write-backs/:id/retries', (_req, res) => world.retry(res.status(201)));
      routes.get('/api/setup/integration', (_req, res) => world.integration(res));
      // The page that is shown first.
      routes.get('/api/setup/checks', (_req, res) => res.status(503).end());
    });
  });
  beforeEach(() => {
    world.list = stuck();
  });

  const open = (colorScheme: 'light' | 'dark' = 'light'): Promise<Page> =>
    admin.open('write-back', { colorScheme, viewport: { width: 320, height: 640 } });
  /** In both schemes, as narrow as a phone. */
  const isFine = async (page: Page): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(page), [], colorScheme);
    }
    const overflows = await page.evaluate(() => document.documentElement.scrollWidth > innerWidth);
    assert.equal(overflows, false);
  };

  it('says that it is looking', async () => {
    const held = Promise.withResolvers<Response>();
    world.list = (res) => held.resolve(res);
    const page = await open();

    await page.getByText('Loading…').waitFor();

    await isFine(page);
    stuck()(await held.promise);
    await page.getByText('Everything is in the CRM.').waitFor();
    await page.context().close();
  });

  it('says that there is nothing to do', async () => {
    const page = await open();

    await page.getByText('Everything is in the CRM.').waitFor();

    await isFine(page);
    await page.context().close();
  });

  it('says until when and why something waits, and has it tried at once', async () => {
    const at = Date.now() + 1_800_000;
    world.list = stuck(one(partsOf({ name: 'retrying', at, problem: 'crm_rate_limited' })));
    const page = await open();
    await page.getByRole('heading', { name: 'Case 35436' }).waitFor();
    await page.getByText('The note is not on the case yet. Next try:').waitFor();
    await page.getByText('The CRM takes no more calls for now.').first().waitFor();
    await isFine(page);

    const held = Promise.withResolvers<Response>();
    world.retry = (res) => held.resolve(res);
    await page.getByRole('button', { name: 'Retry now, Case 35436' }).click();
    const res = await held.promise;
    assert.equal(await page.getByRole('button', { name: 'Retry now, Case 35436' }).isDisabled(), true);
    const pending = partsOf({ name: 'pending' });
    world.list = stuck(one(pending));
    answering({ outcomeUntil: null, outcome: null, parts: pending })(res);

    const said = page.getByRole('status').filter({ hasText: 'Being tried again: Case 35436.' });
    await said.waitFor();
    assert.equal(await said.evaluate((element) => element.matches(':focus')), true);
    await page.getByText('A note is being written on the case…').waitFor();
    assert.equal(await page.getByRole('button', { name: /^Retry now/ }).count(), 0);
    await isFine(page);
    // And it sees by itself that it is there.
    world.list = stuck();
    await page.getByText('Everything is in the CRM.').waitFor();
    await page.context().close();
  });

  it('says what failed for good, and what an admin can do about a closed ticket', async () => {
    world.list = stuck(
      one([
        { part: 'note', state: { name: 'failed', problem: 'case_closed' } },
        { part: 'record', state: { name: 'unsupported' } },
      ]),
      {
        ...one(partsOf({ name: 'failed', problem: 'crm_forbidden' })),
        sessionId: idOf('b'),
        caseNumber: null,
      },
    );
    const page = await open();

    await page.getByText('The case is closed and takes no notes any more.').waitFor();
    await page.getByText('Nothing of this session is in Zendesk').waitFor();
    await page.getByRole('heading', { name: 'Session without a case' }).waitFor();
    await page.getByText('The agent’s account may not do that in the CRM.').first().waitFor();

    assert.equal(await page.getByRole('main').getByRole('link', { name: 'Settings' }).count(), 1);
    await isFine(page);
    await page.context().close();
  });

  it('says that a retry was refused, and leaves everything as it was', async () => {
    world.list = stuck(one(partsOf({ name: 'failed', problem: 'crm_forbidden' })));
    world.retry = (res) => refused(res, 'not_found');
    const page = await open();

    await page.getByRole('button', { name: /^Retry now/ }).click();

    await page.getByRole('alert').filter({ hasText: 'That didn’t work. Please try again.' }).waitFor();
    await page.getByText('The note could not be written on the case.').waitFor();
    await page.getByRole('button', { name: /^Retry now/, disabled: false }).waitFor();
    await isFine(page);
    await page.context().close();
  });

  it('says that the list could not be read, and reads it again', async () => {
    world.list = (res) => refused(res, 'unavailable');
    const page = await open();
    await page.getByRole('alert').filter({ hasText: 'Handrail is starting or very busy.' }).waitFor();
    await isFine(page);

    world.list = stuck();
    await page.getByRole('button', { name: 'Try again' }).click();

    await page.getByText('Everything is in the CRM.').waitFor();
    await page.context().close();
  });

  it('says that the integration account has lost its access', async () => {
    world.integration = answering({ problem: 'auth_revoked' });
    const page = await open();

    const notice = page.getByRole('alert').filter({ hasText: 'The integration account can’t read' });
    await notice.waitFor();

    assert.equal(await notice.getByRole('link', { name: 'Checklist' }).getAttribute('href'), '#/setup');
    await isFine(page);
    world.integration = answering({ problem: null });
    await page.context().close();
  });

  it('says that there is no network, and goes on when it is back', async () => {
    world.list = stuck(one(partsOf({ name: 'failed', problem: 'crm_forbidden' })));
    const page = await admin.open('people', { viewport: { width: 320, height: 640 } });
    await page.context().setOffline(true);
    await page.evaluate(() => {
      location.hash = '#/write-back';
    });
    await page.getByRole('alert').filter({ hasText: 'You are offline.' }).waitFor();
    await page.getByRole('alert').filter({ hasText: 'Handrail can’t be reached.' }).waitFor();
    await isFine(page);

    await page.context().setOffline(false);

    await page.getByRole('heading', { name: 'Case 35436' }).waitFor();
    assert.equal(await page.getByRole('alert').count(), 0);
    await page.context().close();
  });
});

function answering(body: unknown) {
  return (res: Response): void => void res.json(body);
}

const stuck = (...writeBacks: StuckWriteBack[]) => answering({ writeBacks } satisfies StuckWriteBacks);

const refused = (res: Response, code: ProblemCode): void => {
  const problem = new Problem(code, 'Refused by the test.');
  res.status(problem.status).type('application/problem+json').send(problem.toBody());
};

function partsOf(state: PartState): StuckWriteBack['parts'] {
  return [
    { part: 'note', state },
    { part: 'record', state },
  ];
}

const idOf = (letter: string): string => `ses_${letter.repeat(22)}`;

const one = (parts: StuckWriteBack['parts']): StuckWriteBack => ({
  sessionId: idOf('a'),
  caseId: '35436',
  caseNumber: '35436',
  agentName: 'Ada Agent',
  endedAt: Date.now() - 600_000,
  parts,
});
