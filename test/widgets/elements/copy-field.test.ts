import assert from 'node:assert/strict';
import { before, describe, it } from 'node:test';
import type { Page } from 'playwright-core';
import { axeFindings } from '../../support/axe.ts';
import { sessionId } from '../join/invitations.ts';
import { openStage, type Stage } from '../join/stage.ts';

/** Puts a copy field on a page that has the elements; what comes of pressing its button is collected. */
const withField = async (page: Page): Promise<Page> => {
  await page.waitForFunction(() => customElements.get('handrail-copy-field') !== undefined);
  await page.evaluate(() => {
    const field = document.createElement('handrail-copy-field');
    field.setAttribute('label', 'Session link');
    field.setAttribute('value', 'https://handrail.example/join/1#key');
    field.setAttribute('copy-label', 'Copy link');
    field.addEventListener('copied', () => document.body.setAttribute('data-copied', 'yes'));
    const main = document.createElement('main');
    const heading = document.createElement('h1');
    heading.textContent = 'Copying';
    main.append(heading, field);
    document.body.replaceChildren(main);
  });
  return page;
};

describe('the copy field', () => {
  let stage: Stage;
  before(async () => {
    stage = await openStage({});
  });
  const button = (page: Page) => page.getByRole('button', { name: 'Copy link', exact: true });
  const box = (page: Page) => page.getByRole('textbox', { name: 'Session link', exact: true });

  it('puts its value on the clipboard and says so', async () => {
    const page = await withField(await stage.open(`/live/${sessionId}`));
    await page.context().grantPermissions(['clipboard-write'], { origin: stage.origin });

    await button(page).click();

    await page.getByRole('status').filter({ hasText: 'Copied.' }).waitFor();
    assert.equal(await page.evaluate(() => document.body.dataset.copied), 'yes');
  });

  it('selects the text and says how to copy it where the clipboard is refused', async () => {
    // The code page's own policy allows no clipboard.
    const page = await withField(await stage.open('/code'));

    await button(page).click();

    await page.getByText('The text is selected: copy it with your keyboard.').waitFor();
    const selected = await box(page).evaluate((input: HTMLInputElement) =>
      input.value.slice(input.selectionStart ?? 0, input.selectionEnd ?? 0),
    );
    assert.equal(selected, 'https://handrail.example/join/1#key');
  });

  it('is a read-only text box that can be found and read by its label', async () => {
    const page = await withField(await stage.open('/code'));

    await box(page).waitFor();

    assert.equal(await box(page).inputValue(), 'https://handrail.example/join/1#key');
    assert.equal(await box(page).getAttribute('readonly'), '');
    assert.deepEqual(await axeFindings(page), []);
  });

  it('forgets that it copied when there is something else to copy', async () => {
    const page = await withField(await stage.open(`/live/${sessionId}`));
    await page.context().grantPermissions(['clipboard-write'], { origin: stage.origin });
    await button(page).click();
    await page.getByText('Copied.').waitFor();

    await page.evaluate(() =>
      document.querySelector('handrail-copy-field')?.setAttribute('value', 'another'),
    );

    await page.getByText('Copied.').waitFor({ state: 'detached' });
  });
});
