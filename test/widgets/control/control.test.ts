import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import type { Anchor } from '../../../protocol/anchor.ts';
import { type InputAction, noModifiers } from '../../../protocol/input.ts';
import type { ControlOutcome } from '../../../widgets/control/control.ts';
import { launchBrowser } from '../../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../../support/mirrored-page.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

const current = { stream: '0000000000000001', epoch: 1 };

const open = async (body: string, files: Readonly<Record<string, string>> = {}): Promise<void> => {
  page = await openMirroredPage({
    browser,
    files: { '/': `<!doctype html><body>${body}`, ...files },
    maskSelectors: ['.private'],
  });
};

/** Points at the middle of an element as the agent does: in the mirror, by coordinates. */
const pointAt = (selector: string): Promise<Anchor> =>
  page.view.evaluate((css) => {
    const parts = css.split(' >>> ');
    let root: Document | ShadowRoot = document.querySelector('iframe')?.contentDocument as Document;
    let [left, top] = [0, 0];
    for (const part of parts.slice(0, -1)) {
      const outer = root.querySelector(part) as HTMLElement;
      const inner = (outer as HTMLIFrameElement).contentDocument;
      if (inner)
        [left, top] = [
          left + outer.getBoundingClientRect().left + outer.clientLeft,
          top + outer.getBoundingClientRect().top + outer.clientTop,
        ];
      root = inner ?? (outer.shadowRoot as ShadowRoot);
    }
    const rect = (root.querySelector(parts[parts.length - 1] as string) as Element).getBoundingClientRect();
    const anchor = handrailTest.mirror.locate(
      left + rect.left + rect.width / 2,
      top + rect.top + rect.height / 2,
    );
    if (anchor === null) throw new Error(`Nothing at ${css}`);
    return anchor;
  }, selector);
const act = (action: InputAction, of = current): Promise<ControlOutcome> =>
  page.customer.evaluate(([page, action]) => handrailTest.control.act({ page, action }), [
    of,
    action,
  ] as const);
const click = async (selector: string): Promise<ControlOutcome> =>
  act({ type: 'click', at: await pointAt(selector), count: 1, modifiers: noModifiers });
const key = (name: string): Promise<ControlOutcome> =>
  act({ type: 'key', key: name, code: name, modifiers: noModifiers });

test('a click reaches the button that the agent sees, with the events of a real one', async () => {
  await open('<p>Text</p><button id="b">Buy</button><p id="log"></p>');
  await page.customer.evaluate(() => {
    const button = document.getElementById('b') as Element;
    for (const type of ['pointerdown', 'mousedown', 'focus', 'pointerup', 'mouseup', 'click']) {
      button.addEventListener(type, () => (document.getElementById('log') as Element).append(`${type} `));
    }
  });

  assert.deepEqual(await click('#b'), { done: true });

  assert.equal(
    await page.customer.locator('#log').textContent(),
    'pointerdown mousedown focus pointerup mouseup click ',
  );
});

test('text, keys, boxes and choices act as a person would, and frameworks notice', async () => {
  await open(
    `<form onsubmit="event.preventDefault();document.title='sent '+new FormData(this).get('q')"><input id="q" name="q"><input type="checkbox" id="c"><select id="s"><option>S<option>M</select><button>Go</button></form>`,
  );
  await page.customer.evaluate(() => {
    const input = document.getElementById('q') as HTMLInputElement;
    // As React does: its own accessor on the element, to tell scripts from people.
    const native = Object.getOwnPropertyDescriptor(HTMLInputElement.prototype, 'value') as PropertyDescriptor;
    let tracked = '';
    Object.defineProperty(input, 'value', {
      configurable: true,
      get: () => native.get?.call(input),
      set: (value) => {
        tracked = value;
        native.set?.call(input, value);
      },
    });
    input.addEventListener('input', () => {
      if (native.get?.call(input) !== tracked) input.dataset.seen = native.get?.call(input);
    });
    document.getElementById('s')?.addEventListener('change', (event) => {
      (event.target as HTMLElement).dataset.changed = 'yes';
    });
  });

  await click('#q');
  await act({ type: 'text', text: 'kettle 😀x' });
  await key('Backspace');
  await key('Backspace');
  await click('#c');
  await act({ type: 'choose', node: (await pointAt('#s')).node, options: [1] });
  await click('#q');
  await key('Enter');

  assert.equal(await page.customer.locator('#q').inputValue(), 'kettle ');
  assert.equal(await page.customer.locator('#q').getAttribute('data-seen'), 'kettle ');
  assert.equal(await page.customer.locator('#c').isChecked(), true);
  assert.equal(await page.customer.locator('#s').inputValue(), 'M');
  assert.equal(await page.customer.locator('#s').getAttribute('data-changed'), 'yes');
  assert.equal(await page.customer.title(), 'sent kettle');
});

test('the wheel scrolls what is under the pointer, and a click finds what is out of sight', async () => {
  await open(
    '<div id="list" style="height:100px;overflow:auto"><p style="height:900px">x</p></div><div style="height:2000px"></div><button id="far" onclick="this.textContent=\'clicked\'">Far</button>',
  );
  const far = await page.customer.evaluate(() => ({
    node: handrailTest.capture.idOf(document.getElementById('far') as Node) ?? 0,
    dx: 5,
    dy: 5,
  }));

  await act({ type: 'scroll', at: await pointAt('#list'), deltaX: 0, deltaY: 120 });
  assert.equal(await page.customer.locator('#list').evaluate((each) => each.scrollTop), 120);
  assert.deepEqual(await act({ type: 'click', at: far, count: 1, modifiers: noModifiers }), { done: true });

  assert.equal(await page.customer.locator('#far').textContent(), 'clicked');
});

test('shadow roots and frames are acted on like the page itself', async () => {
  await open('<x-card></x-card><iframe src="/inner" style="border:7px solid;padding:5px"></iframe>', {
    '/inner': '<!doctype html><button onclick="this.textContent=\'clicked\'">In</button>',
  });
  await page.customer.evaluate(() => {
    const root = (document.querySelector('x-card') as Element).attachShadow({ mode: 'open' });
    root.innerHTML = '<button>S</button>';
    root.querySelector('button')?.addEventListener('click', (event) => {
      (event.currentTarget as Element).textContent = 'clicked';
    });
  });
  await page.mirror.locator('x-card button').waitFor();

  assert.deepEqual(await click('x-card >>> button'), { done: true });
  assert.deepEqual(await click('iframe >>> button'), { done: true });

  await page.mirror.locator('x-card button', { hasText: 'clicked' }).waitFor();
  await page.mirror.frameLocator('iframe').locator('button', { hasText: 'clicked' }).waitFor();
});

test('links lead on', async () => {
  await open('<a id="next" href="/next">Next</a>', { '/next': '<!doctype html><title>Next</title>' });

  const arrived = page.customer.waitForURL('**/next');
  await click('#next');

  await arrived;
});

test('what is masked, hidden, ours, gone or of another page is not acted on', async () => {
  await open(`<button id="private" class="private">P</button><input type="password" id="password"><button id="under">U</button><handrail-own></handrail-own><button id="gone">G</button>
    <div id="cover" style="position:fixed;inset:200px 0 0 0"></div><script>for (const b of document.querySelectorAll('button')) b.onclick = () => { window.clicked = b.id; }</script>`);
  const at = (id: string): Promise<Anchor> =>
    page.customer.evaluate(
      (each) => ({
        node: handrailTest.capture.idOf(document.getElementById(each) as Node) ?? 0,
        dx: 4,
        dy: 4,
      }),
      id,
    );
  const clickAt = (anchor: Anchor): Promise<ControlOutcome> =>
    act({ type: 'click', at: anchor, count: 1, modifiers: noModifiers });
  const [gone, under] = [await at('gone'), await at('under')];
  await page.customer.evaluate(() => {
    document.getElementById('gone')?.remove();
    (document.getElementById('cover') as HTMLElement).style.inset = '0';
  });

  assert.deepEqual(await clickAt(under), { done: false, reason: 'hidden' });
  await page.customer.evaluate(() => handrailTest.own.add(document.getElementById('cover') as Node));
  assert.deepEqual(await clickAt(under), { done: false, reason: 'ours' });
  assert.deepEqual(await clickAt(await at('private')), { done: false, reason: 'masked' });
  assert.deepEqual(await clickAt(await at('password')), { done: false, reason: 'masked' });
  assert.deepEqual(await clickAt(gone), { done: false, reason: 'gone' });
  assert.deepEqual(
    await act({ type: 'key', key: 'Enter', code: 'Enter', modifiers: noModifiers }, { ...current, epoch: 0 }),
    { done: false, reason: 'stale' },
  );
  await page.customer.evaluate(() => {
    document.getElementById('cover')?.remove();
    document.getElementById('password')?.focus();
  });
  assert.deepEqual(await act({ type: 'text', text: 'x' }), { done: false, reason: 'masked' });

  assert.equal(await page.customer.evaluate(() => 'clicked' in window), false);
});

test("the visitor's own hand wins", async () => {
  await open('<button id="b">B</button>');
  const at = await pointAt('#b');

  await page.customer.mouse.click(300, 300);

  assert.deepEqual(await act({ type: 'click', at, count: 1, modifiers: noModifiers }), {
    done: false,
    reason: 'busy',
  });
});

test('who types into a masked place keeps the keyboard, also while looking for the next key', async () => {
  await open('<input id="pw" type="password"><input id="shown"><button id="b">Buy</button>');
  await page.customer.focus('#pw');
  await page.customer.keyboard.press('s');
  const shown = await pointAt('#shown');
  // Longer than the visitor's hand counts elsewhere.
  const outcome = await page.customer.evaluate(
    ([page, at]) =>
      new Promise<ControlOutcome>((resolve) => {
        const held = { alt: false, control: false, meta: false, shift: false };
        const act = () =>
          handrailTest.control.act({ page, action: { type: 'click', at, count: 1, modifiers: held } });
        setTimeout(() => resolve(act()), 1_000);
      }),
    [current, shown] as const,
  );

  assert.deepEqual(outcome, { done: false, reason: 'busy' });
  assert.equal(await page.customer.evaluate(() => document.activeElement?.id), 'pw');
});

test('a file is chosen by nobody but the visitor', async () => {
  await open('<input id="file" type="file"><label id="label"><input type="file" hidden>Choose</label>');

  assert.deepEqual(await click('#file'), { done: false, reason: 'impossible' });
  assert.deepEqual(await click('#label'), { done: false, reason: 'impossible' });
  await page.customer.focus('#file');
  assert.deepEqual(await key('Enter'), { done: false, reason: 'impossible' });
});

test('while a keyframe is written, an id of the page before names nothing', async () => {
  await open('<button id="b">Buy</button><main></main>');
  const at = await pointAt('#b');
  await page.customer.evaluate(() => {
    const row = '<p class="row">row <b>bold</b></p>';
    (document.querySelector('main') as Element).innerHTML = row.repeat(10_000);
  });

  const outcome = await page.customer.evaluate(
    ([page, at]) => {
      document.getElementById('b')?.before(document.createElement('hr'));
      handrailTest.capture.keyframe(['AAAAAAAAAAAAAAAAAAAAAA']);
      const modifiers = { alt: false, control: false, meta: false, shift: false };
      return handrailTest.control.act({ page, action: { type: 'click', at, count: 1, modifiers } });
    },
    [current, at] as const,
  );

  assert.deepEqual(outcome, { done: false, reason: 'gone' });
});
