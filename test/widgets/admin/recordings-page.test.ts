import assert from 'node:assert/strict';
import { before, beforeEach, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import type { ArtifactUsage, ArtifactView } from '../../../protocol/http/artifacts.ts';
import { Problem } from '../../../server/http/problem.ts';
import { axeFindings } from '../../support/axe.ts';
import { until } from '../../support/until.ts';
import { type AdminStage, openAdminStage } from './admin-stage.ts';

const artifact = (number: number, more: Partial<ArtifactView> = {}): ArtifactView => ({
  id: `art_${String(number).padStart(22, '0')}`,
  sessionId: `ses_${'a'.repeat(22)}`,
  caseNumber: '35436',
  kind: 'recording',
  name: `recording ${number}.handrail`,
  contentType: 'application/vnd.handrail.recording',
  bytes: 1_234_567,
  sha256: 'ab'.repeat(32),
  state: 'stored',
  problem: null,
  sealing: 'handrail',
  target: 'archive',
  url: null,
  createdBy: 'agent:agt_1',
  createdAt: Date.UTC(2026, 10, 23, 9, number),
  expiresAt: Date.UTC(2026, 11, 23),
  verifiedAt: null,
  deleted: null,
  durationMs: 65_000,
  ...more,
});

const fileContent = 'what the customer sent';
const file = artifact(2, {
  kind: 'transfer',
  name: `${'a very long name of a bill '.repeat(9)}.pdf`,
  contentType: 'application/pdf',
  bytes: fileContent.length,
  durationMs: null,
  state: 'failed',
  problem: 'storage_refused',
});
const tombstone = artifact(3, {
  name: null,
  state: 'deleted',
  deleted: { at: Date.UTC(2026, 10, 24), reason: 'retention' },
});

const usage: ArtifactUsage = {
  kinds: [
    { kind: 'recording', count: 2, bytes: 1_900_000, storedBytes: 2_000_000, recordedMs: 1_200_000 },
    { kind: 'screenshot', count: 0, bytes: 0, storedBytes: 0, recordedMs: 0 },
    { kind: 'transfer', count: 1, bytes: 400, storedBytes: 500, recordedMs: 0 },
  ],
};

describe('the page of recordings and files', () => {
  let admin: AdminStage;
  let kept: ArtifactView[];
  const asked: string[] = [];
  let late: ReturnType<typeof Promise.withResolvers<void>>;
  const deleted: unknown[] = [];
  let moved: ReturnType<typeof Promise.withResolvers<ArtifactView>>;
  let retry: ReturnType<typeof Promise.withResolvers<ArtifactView | Problem>>;

  before(async () => {
    admin = await openAdminStage(
      (routes) => {
        routes.get('/api/setup/checks', (_req, res) => res.status(503).end());
        routes.get('/api/artifacts', async (req, res) => {
          asked.push(req.originalUrl);
          if (req.query.before) await late.promise;
          const older = artifact(0, { caseNumber: 'older' });
          const page = kept.filter(({ kind }) => kind === (req.query.kind ?? kind));
          res.json(
            req.query.before
              ? { artifacts: [older], next: null }
              : { artifacts: page, next: page.length > 1 ? 7 : null },
          );
        });
        routes.get('/api/artifact-usage', (_req, res) => res.json(usage));
        routes.get('/api/artifacts/:id/content', (_req, res) => res.send(Buffer.from(fileContent)));
        routes.post('/api/artifacts/:id/retries', async (req, res) => {
          assert.deepEqual([req.params.id, req.body], [file.id, {}]);
          const answer = await retry.promise;
          if (!(answer instanceof Problem)) return void res.status(201).json(answer);
          res.status(answer.status).type('application/problem+json').send(answer.toBody());
        });
        routes.get('/api/artifacts/:id', async (_req, res) => {
          res.json(await moved.promise);
        });
        routes.delete('/api/artifacts/:id', (req, res) => {
          deleted.push([req.params.id, req.body]);
          res.json({
            ...artifact(1),
            name: null,
            state: 'deleted',
            deleted: { at: 0, reason: req.body.reason },
          });
        });
      },
      ['recordings.view', 'visitors.delete', 'usage.view'],
    );
  });
  beforeEach(() => {
    kept = [artifact(1), file, tombstone];
    asked.length = 0;
    deleted.length = 0;
    late = Promise.withResolvers();
    late.resolve();
    retry = Promise.withResolvers();
    moved = Promise.withResolvers();
  });

  const open = async (width = 1280, locale = 'en-GB'): Promise<Page> => {
    const page = await admin.open('recordings', { viewport: { width, height: 800 }, locale });
    await page
      .locator('handrail-recordings-page')
      .getByRole('row')
      .or(page.getByText('Nothing is kept.'))
      .first()
      .waitFor();
    return page;
  };

  it('says what is kept, where, until when, what is the matter, and what it takes', async () => {
    const page = await open();

    const rows = page.getByRole('row');
    assert.equal(await rows.count(), 4);
    await rows.filter({ hasText: '1:05' }).getByText('until Dec 23, 2026').waitFor();
    await rows.filter({ hasText: '.pdf' }).getByText('22 bytes').waitFor();
    await rows.filter({ hasText: '.pdf' }).getByText('The storage refuses Handrail.').waitFor();
    await rows.filter({ hasText: 'its time was over' }).getByText('abababababababab').waitFor();
    await page.getByText('Recordings: 2. Minutes: 20. They take 2 MB: 100 kB a recorded minute.').waitFor();
    const play = rows.filter({ hasText: '1:05' }).getByRole('link', { name: 'Play' }).first();
    assert.equal(await play.getAttribute('href'), `/recordings/${artifact(1).id}`);
    assert.equal(await rows.filter({ hasText: 'its time was over' }).getByRole('button').count(), 0);
  });

  it('shows one kind alone, and more of them', async () => {
    const page = await open();

    await page.getByRole('button', { name: 'Show more' }).click();
    await page.getByRole('row').filter({ hasText: 'older' }).waitFor();
    assert.equal(await page.getByRole('row').count(), 5);
    await page.getByLabel('Show', { exact: true }).selectOption('transfer');
    await page.getByRole('row').filter({ hasText: 'older' }).waitFor({ state: 'detached' });

    assert.equal(await page.getByRole('row').count(), 2);
    assert.deepEqual(asked, ['/api/artifacts?', '/api/artifacts?before=7', '/api/artifacts?kind=transfer']);
  });

  it('does not put what comes late of one list into another', async () => {
    const page = await open();
    late = Promise.withResolvers();
    await page.getByRole('button', { name: 'Show more' }).click();
    await until(async () => asked.length === 2, 'more is asked for');

    await page.getByLabel('Show', { exact: true }).selectOption('transfer');
    await until(async () => (await page.getByRole('row').count()) === 2, 'only files are shown');
    const answered = page.waitForResponse((answer) => answer.url().includes('before='));
    late.resolve();
    await (await answered).finished();
    await page.getByRole('button', { name: /^Download/ }).click({ trial: true });

    assert.equal(await page.getByRole('row').count(), 2);
    assert.equal(await page.getByRole('row').filter({ hasText: 'older' }).count(), 0);
  });

  it('leaves whoever works by keyboard where they are', async () => {
    const page = await open();
    const row = (text: string) => page.getByRole('row').filter({ hasText: text }).first();
    const isFocused = (text: string, name: RegExp) =>
      until(
        () =>
          row(text)
            .getByRole('button', { name })
            .evaluate((one) => one.matches(':focus')),
        `the focus is on ${name} of ${text}`,
      );

    await row('1:05')
      .getByRole('button', { name: /^Delete/ })
      .press('Enter');
    await page.getByRole('button', { name: 'Delete for good' }).press('Enter');
    await page.getByRole('status').getByText('It was deleted.').waitFor();
    await isFocused('.pdf', /^Try again/);
    await page.getByRole('button', { name: 'Show more' }).press('Enter');
    await row('older').waitFor();

    // What has come is next.
    await isFocused('.pdf', /^Delete/);
  });

  it('deletes after it has said what that means, and asked why', async () => {
    const page = await open();
    const row = page.getByRole('row').filter({ hasText: '1:05' }).first();

    await row.getByRole('button', { name: /^Delete/ }).click();
    const dialog = page.getByRole('dialog', { name: 'Delete for good?' });
    await dialog.getByText('That can’t be undone.').waitFor();
    assert.deepEqual(await axeFindings(page), []);
    await dialog.getByRole('button', { name: 'Keep it' }).click();
    await dialog.waitFor({ state: 'detached' });
    assert.deepEqual(deleted, []);
    const focused = row.getByRole('button', { name: /^Delete/ });
    assert.equal(await focused.evaluate((one) => one.matches(':focus')), true);
    await row.getByRole('button', { name: /^Delete/ }).click();
    await dialog.getByLabel('Reason').selectOption('visitor');
    await dialog.getByRole('button', { name: 'Delete for good' }).click();

    await page.getByRole('status').getByText('It was deleted.').waitFor();
    assert.deepEqual(deleted, [[artifact(1).id, { reason: 'visitor' }]]);
    await page.getByRole('row').filter({ hasText: 'the customer asked for it' }).waitFor();
  });

  it('downloads a file as it was', async () => {
    const page = await open();
    const coming = page.waitForEvent('download');

    await page.getByRole('button', { name: /^Download/ }).click();

    const download = await coming;
    assert.match(download.suggestedFilename(), /\.pdf$/);
    const chunks: Buffer[] = [];
    for await (const chunk of await download.createReadStream()) chunks.push(chunk);
    assert.equal(Buffer.concat(chunks).toString(), fileContent);
  });

  describe('tries again to move what its target did not take', () => {
    const onItsWay = { ...file, state: 'kept', problem: null } as const;
    const again = (page: Page) => page.getByRole('button', { name: /^Try again/ });
    const row = (page: Page) => page.getByRole('row').filter({ hasText: '.pdf' });

    it('and says that it is on its way, and then that it is there', async () => {
      const page = await open();
      assert.equal(await again(page).count(), 1);
      await again(page).click();
      assert.ok(await again(page).isDisabled());

      retry.resolve(onItsWay);
      await row(page).getByText('On its way to where it is kept').waitFor();
      await page.getByRole('status').getByText('Being tried again').waitFor();
      assert.equal(await again(page).count(), 0);
      assert.deepEqual(await axeFindings(page), []);
      moved.resolve({ ...file, state: 'stored', problem: null });

      await row(page).getByText('Kept', { exact: true }).waitFor();
      await page.getByRole('status').getByText('It is where it is to be kept now.').waitFor();
    });

    it('and says why not, when it is not taken again', async () => {
      const page = await open();
      await again(page).click();
      retry.resolve(onItsWay);
      await row(page).getByText('On its way to where it is kept').waitFor();

      moved.resolve({ ...file, problem: 'storage_unavailable' });

      await row(page).getByText('The storage doesn’t answer.').waitFor();
      await again(page).waitFor();
    });

    it('and says that the server refuses, with the button there again', async () => {
      const page = await open();

      await again(page).click();
      retry.resolve(new Problem('artifact_deleted', 'Refused by the test.'));

      await page.getByRole('alert').getByText('deleted').waitFor();
      assert.ok(await again(page).isEnabled());
      await row(page).getByText('The storage refuses Handrail.').waitFor();
    });
  });

  it('says when there is nothing', async () => {
    kept = [];
    const page = await open();

    await page.getByText('Nothing is kept.').waitFor();
  });

  it('has no barriers, in light and dark, as narrow as a phone', async () => {
    const page = await open(320);

    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      assert.deepEqual(await axeFindings(page), [], colorScheme);
    }
    const wider = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
    assert.ok(wider <= 0, `${wider} px wider than the window`);
    const hidden = await page
      .getByRole('region', { name: 'Recordings and files' })
      .evaluate((region) => region.scrollWidth - region.clientWidth);
    assert.ok(hidden <= 0, `${hidden} px of the table are to be scrolled to`);
    assert.equal(await page.getByRole('row').count(), 4);
  });
});
