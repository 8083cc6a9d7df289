import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { Response } from 'express';
import type { Page } from 'playwright-core';
import type { AccessRequests } from '../../../protocol/http/admin-people.ts';
import { Problem } from '../../../server/http/problem.ts';
import { axeFindings } from '../../support/axe.ts';
import { until } from '../../support/until.ts';
import { type AdminStage, openAdminStage } from './admin-stage.ts';

const answered = (requests: AccessRequests['requests']) => (res: Response) => void res.json({ requests });
const noted = (res: Response) => void res.status(204).end();
const refused = (res: Response): void => {
  const problem = new Problem('unavailable', 'Refused by the test.');
  res.status(problem.status).type('application/problem+json').send(problem.toBody());
};

const requestOf = (letter: string, name: string): AccessRequests['requests'][number] => ({
  id: `req_${letter.repeat(22)}`,
  askedAt: Date.now() - 600_000,
  person: {
    id: `agt_${letter.repeat(22)}`,
    name,
    email: `${letter}@example.com`,
    crmUserId: letter,
    roles: [],
    withheld: [],
    checkedAt: Date.now(),
    inactiveAt: null,
  },
});

describe('the page of who asks for access', () => {
  let admin: AdminStage;
  let list: (res: Response) => void;
  let decide: (res: Response) => void;
  let told: unknown[];

  before(async () => {
    admin = await openAdminStage((routes) => {
      routes.get('/api/access-requests', (_req, res) => list(res));
      routes.post('/api/access-requests/:id/decisions', (req, res) => {
        told.push([req.params.id, req.body]);
        decide(res);
      });
      // The page that is shown first.
      routes.get('/api/setup/checks', (_req, res) => res.status(503).end());
    });
  });
  beforeEach(() => {
    list = answered([requestOf('a', 'Bo Beginner'), requestOf('b', 'Cy Clerk')]);
    decide = noted;
    told = [];
  });

  const open = (): Promise<Page> => admin.open('requests', { viewport: { width: 320, height: 640 } });
  const card = (page: Page, name: string) => page.getByRole('article', { name });
  const isFine = async (page: Page): Promise<void> => {
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(page), [], colorScheme);
    }
    assert.equal(await page.evaluate(() => document.documentElement.scrollWidth > innerWidth), false);
  };
  const focused = (page: Page, name: string, role: 'heading' | 'button') =>
    until(
      () =>
        card(page, 'Bo Beginner')
          .getByRole(role, { name })
          .evaluate((one) => one.matches(':focus')),
      `the focus is on ${name}`,
    );

  it('says that nobody waits', async () => {
    list = answered([]);
    const page = await open();

    await page.getByText('Nobody is waiting for access.').waitFor();

    await isFine(page);
    await page.context().close();
  });

  it('gives a role to one, says so, and leaves the keyboard with that person', async () => {
    const page = await open();
    const bo = card(page, 'Bo Beginner');
    await bo.getByRole('combobox', { name: 'Role' }).selectOption('supervisor');
    const held = Promise.withResolvers<Response>();
    decide = (res) => held.resolve(res);
    await bo.getByRole('button', { name: 'Approve' }).press('Enter');
    const res = await held.promise;
    await bo.getByText('Saving…').waitFor();
    assert.ok(await bo.getByRole('button', { name: 'Decline' }).isDisabled());
    await isFine(page);
    noted(res);

    await bo.getByRole('status').filter({ hasText: 'Bo Beginner is' }).waitFor();
    await focused(page, 'Bo Beginner', 'heading');
    assert.deepEqual(told, [[`req_${'a'.repeat(22)}`, { decision: 'approved', role: 'supervisor' }]]);
    assert.equal(await card(page, 'Cy Clerk').getByRole('button').count(), 2);
    await isFine(page);
    await page.context().close();
  });

  it('leaves whoever has gone on to the next one there', async () => {
    const page = await open();
    const held = Promise.withResolvers<Response>();
    decide = (res) => held.resolve(res);
    await card(page, 'Bo Beginner').getByRole('button', { name: 'Approve' }).press('Enter');
    const res = await held.promise;
    const reason = card(page, 'Cy Clerk').getByRole('textbox', { name: 'Reason, if you decline' });
    await reason.focus();
    noted(res);

    await card(page, 'Bo Beginner').getByRole('status').waitFor();
    assert.ok(await reason.evaluate((one) => one.matches(':focus')));
    await page.context().close();
  });

  it('declines with a reason only, and keeps what was typed when the server refuses', async () => {
    const page = await open();
    const bo = card(page, 'Bo Beginner');
    const reason = bo.getByRole('textbox', { name: 'Reason, if you decline' });
    await bo.getByRole('button', { name: 'Decline' }).click();
    assert.equal(await reason.getAttribute('aria-invalid'), 'true');
    assert.ok(await reason.evaluate((one) => one.matches(':focus')));
    assert.deepEqual(told, []);

    await reason.fill('Ask your lead first.');
    decide = refused;
    await bo.getByRole('button', { name: 'Decline' }).press('Enter');
    await bo.getByRole('alert').filter({ hasText: 'Handrail is starting or very busy.' }).waitFor();
    await focused(page, 'Decline', 'button');
    assert.equal(await reason.inputValue(), 'Ask your lead first.');
    await isFine(page);

    decide = noted;
    await bo.getByRole('button', { name: 'Decline' }).press('Enter');
    await bo.getByRole('status').filter({ hasText: 'Declined. Bo Beginner is told why.' }).waitFor();
    await focused(page, 'Bo Beginner', 'heading');
    assert.deepEqual(told.at(-1), [
      `req_${'a'.repeat(22)}`,
      { decision: 'declined', reason: 'Ask your lead first.' },
    ]);
    await page.context().close();
  });
});
