import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { launchBrowser } from '../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../support/mirrored-page.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

/** Every carrier that a secret can sit in, with a secret of its own, to be put inside a masked element. */
const carriers = (moment: string): string => {
  let number = 0;
  const c = (): string => `SECRET-${moment}-${String(++number).padStart(2, '0')}-x`;
  return `
  ${c()} <b>${c()}</b> <p title="${c()}" aria-label="${c()}" class="${c()}" id="${c()}" lang="${c()}" data-x="${c()}">text</p>
  <p style="--secret:${c()};background:url(/img/${c()}.png)">styled</p>
  <a href="/account?token=${c()}" download="${c()}">link</a> <form action="/pay/${c()}"></form>
  <img src="/img/${c()}.png" alt="${c()}" srcset="/img/${c()}.png 2x"> <video poster="/img/${c()}.png"></video>
  <picture><source srcset="/img/${c()}.png"><img></picture>
  <input value="${c()}" placeholder="${c()}" name="${c()}"> <input type="hidden" value="${c()}"> <input type="submit" value="${c()}">
  <input type="checkbox" value="${c()}"> <textarea>${c()}</textarea>
  <select><option value="${c()}">${c()}</option><optgroup label="${c()}"></optgroup></select> <datalist><option value="${c()}"></datalist>
  <iframe srcdoc="<p>${c()}</p><style>/*${c()}*/</style>"></iframe> <iframe src="/frame/${c()}"></iframe>
  <style>.x::before{content:"${c()}"}</style> <!-- ${c()} --> <template><i>${c()}</i></template> <noscript>${c()}</noscript>
  <script type="application/json">${c()}</script> <svg><title>${c()}</title><text>${c()}</text><use href="#${c()}"/></svg>
  <math><mi>${c()}</mi></math> <object data="/o/${c()}"></object> <x-card name="${c()}">${c()}</x-card> <meter title="${c()}"></meter>
  <details><summary>${c()}</summary></details> <dialog open>${c()}</dialog>`;
};

const html = `<!doctype html><html><head><title>Account</title><style>[data-x]{color:red}</style></head><body>
<div id="outside">Outside</div><div id="masked" data-handrail-mask>${carriers('initial')}</div>
<section class="handrail-mask" id="second"></section><aside id="tenant" class="private"></aside><div id="host"></div>
<input id="password" type="password" value="SECRET-password-1"><input id="card" value=""><input id="code" autocomplete="one-time-code" value="SECRET-otp-1">
<input id="plain" value="SECRET-typed-1"><textarea id="area">SECRET-area-1</textarea><div contenteditable id="editor">SECRET-editor-1</div>
</body></html>`;

const texts = (bodies: readonly Uint8Array[]): string =>
  bodies.map((body) => Buffer.from(body).toString('utf8')).join('\n');

/** Runs in the page: one way in which a page moves, changes or copies what is masked. */
const acts: Readonly<Record<string, (inner: string) => void>> = {
  'content is added later': (inner) => {
    document.getElementById('masked')?.insertAdjacentHTML('beforeend', inner);
  },
  'text changes later': () => {
    const walker = document.createTreeWalker(document.getElementById('masked') as Node, NodeFilter.SHOW_TEXT);
    while (walker.nextNode()) (walker.currentNode as Text).data = 'SECRET-changed-text';
  },
  'attributes change later': () => {
    for (const each of document.querySelectorAll('#masked, #masked *')) {
      for (const name of ['title', 'class', 'aria-label', 'style', 'href', 'src', 'alt', 'value', 'data-x']) {
        if (each.id !== 'masked')
          each.setAttribute(name, name === 'style' ? '--x:SECRET-attribute' : 'SECRET-attribute-9');
      }
    }
    document.getElementById('masked')?.setAttribute('title', 'SECRET-attribute-root');
  },
  'content fills an empty masked element': (inner) => {
    (document.getElementById('second') as Element).innerHTML = inner;
  },
  'content fills what the tenant masks': (inner) => {
    (document.getElementById('tenant') as Element).innerHTML = inner;
  },
  'a shadow root is attached inside': (inner) => {
    const host = document.createElement('div');
    document.getElementById('masked')?.append(host);
    host.attachShadow({ mode: 'open' }).innerHTML = inner;
  },
  'a masked element becomes a host': (inner) => {
    const second = document.getElementById('second') as Element;
    const root = second.shadowRoot ?? second.attachShadow({ mode: 'open' });
    root.innerHTML = inner;
  },
  'a shadow root inside changes': () => {
    for (const host of document.querySelectorAll('#masked *, #second')) {
      if (host.shadowRoot) host.shadowRoot.innerHTML = '<b title="SECRET-in-shadow-1">SECRET-in-shadow-2</b>';
    }
  },
  'a node leaves a masked shadow root': () => {
    const node = (document.getElementById('second') as Element).shadowRoot?.querySelector('b');
    if (node) document.getElementById('outside')?.append(node);
  },
  'a masked element stands in a shadow root': (inner) => {
    (document.getElementById('host') as Element).attachShadow({ mode: 'open' }).innerHTML =
      `<div class="handrail-mask">${inner}<slot></slot></div>`;
  },
  'a slot inside a masked element shows a child': () => {
    (document.getElementById('host') as Element).innerHTML =
      '<i title="SECRET-slotted-1">SECRET-slotted-2</i>';
  },
  'a frame inside is filled': (inner) => {
    const frame = document.createElement('iframe');
    document.getElementById('masked')?.append(frame);
    if (frame.contentDocument) frame.contentDocument.body.innerHTML = inner;
  },
  'a node moves out': () => {
    const node = document.querySelector('#masked b');
    if (node) document.getElementById('outside')?.append(node);
  },
  'a bare text node moves out': () => {
    const text = document.getElementById('masked')?.firstChild;
    if (text) document.getElementById('outside')?.append(text);
  },
  'all children move out in pieces': () => {
    const part = document.createDocumentFragment();
    for (const each of document.querySelectorAll('#masked > *')) part.append(each);
    document.getElementById('outside')?.append(part);
  },
  'a node moves out by way of nowhere, later': () => {
    const node = document.querySelector('#tenant b');
    node?.remove();
    setTimeout(() => node && document.getElementById('outside')?.append(node), 50);
  },
  'the masked element itself leaves, is stripped, and its content comes back': () => {
    const second = document.getElementById('second') as Element;
    second.remove();
    setTimeout(() => {
      second.className = '';
      document.getElementById('outside')?.append(...second.childNodes);
    }, 50);
  },
  'a copy is put outside': () => {
    const text = document.querySelector('#tenant p')?.cloneNode(true);
    const toast = document.createElement('p');
    toast.textContent = `Saved ${document.querySelector('#tenant')?.firstChild?.textContent?.trim()}`;
    document.getElementById('outside')?.append(toast);
    if (text) (text as Element).removeAttribute('style');
  },
  'a mask comes, and then the secret': (inner) => {
    const outside = document.createElement('div');
    document.body.append(outside);
    outside.append('harmless');
    outside.dataset.handrailMask = '';
    outside.insertAdjacentHTML('beforeend', inner);
  },
  'a mask comes with a class on what was shown': (inner) => {
    const shown = document.createElement('div');
    document.body.append(shown);
    setTimeout(() => {
      shown.className = 'handrail-mask';
      shown.innerHTML = inner;
    }, 50);
  },
  'a mask is taken off and put on in one task': () => {
    const masked = document.getElementById('tenant') as Element;
    masked.classList.remove('private');
    masked.insertAdjacentText('beforeend', 'SECRET-flicker-1');
    masked.classList.add('private');
  },
  'born outside, moved in, changed': () => {
    const node = document.createElement('b');
    document.getElementById('outside')?.append(node);
    document.getElementById('masked')?.append(node);
    node.textContent = 'SECRET-born-1';
  },
  'rules are put in by script': () => {
    const style = document.querySelector<HTMLStyleElement>('#tenant style, #masked style');
    style?.sheet?.insertRule('.y::after{content:"SECRET-rule-1"}', 0);
  },
  'a password is shown, a card is typed, a field is filled': () => {
    const password = document.getElementById('password') as HTMLInputElement;
    password.type = 'text';
    password.value = 'SECRET-password-2';
    const card = document.getElementById('card') as HTMLInputElement;
    card.value = '4111 1111 1111 1111';
    card.dispatchEvent(new Event('input', { bubbles: true }));
    (document.getElementById('plain') as HTMLInputElement).value = 'SECRET-typed-2';
    (document.getElementById('plain') as HTMLInputElement).setAttribute('value', 'SECRET-typed-3');
    (document.getElementById('area') as HTMLTextAreaElement).textContent = 'SECRET-area-2';
    (document.getElementById('editor') as HTMLElement).textContent = 'SECRET-editor-2';
    const echo = document.createElement('p');
    echo.textContent = 'You pay with 4111111111111111';
    setTimeout(() => document.getElementById('outside')?.append(echo), 50);
  },
};

test('what is in a masked place never leaves the page, whatever the page does with it', async () => {
  page = await openMirroredPage({
    browser,
    files: { '/': html },
    maskSelectors: ['.private'],
    showInputSelectors: ['#card', '#password'],
  });

  for (const [name, act] of Object.entries(acts)) {
    await page.customer.evaluate(act as (inner: string) => void, carriers(name.replaceAll(/\W+/g, '-')));
    await sentMarker(page, name);
    const leaked = leaks(page.bodies);
    assert.deepEqual(leaked, [], `after: ${name}`);
  }
  await page.keyframe();

  assert.deepEqual(leaks(page.bodies), []);
  assert.ok(page.bodies.length > Object.keys(acts).length);
});

test('the search for leaks finds what is not masked', async () => {
  page = await openMirroredPage({ browser, files: { '/': '<!doctype html><p>SECRET-shown-1' } });

  assert.deepEqual(leaks(page.bodies), ['SECRET-shown-1']);
});

const leaks = (bodies: readonly Uint8Array[]): readonly string[] => [
  ...(texts(bodies).match(/SECRET-[\w-]+|4111[ -]?1111[ -]?1111/g) ?? []),
];

/** Waits until everything up to now has been sent: a last change outside is sent after it. */
const sentMarker = async ({ customer, mirror }: MirroredPage, name: string): Promise<void> => {
  await customer.evaluate(
    (text) =>
      new Promise<void>((resolve) => {
        setTimeout(() => {
          const mark = document.createElement('mark');
          mark.textContent = text;
          document.body.append(mark);
          resolve();
        }, 60);
      }),
    name,
  );
  await mirror.locator('mark', { hasText: name }).last().waitFor({ state: 'attached' });
};
