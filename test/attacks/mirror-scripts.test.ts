import assert from 'node:assert/strict';
import { after, afterEach, before, test } from 'node:test';
import type { Browser } from 'playwright-core';
import { pageOps } from '../../protocol/page.ts';
import { createBodyWriter } from '../../widgets/capture/body-writer.ts';
import { launchBrowser } from '../support/browser.ts';
import { type MirroredPage, openMirroredPage } from '../support/mirrored-page.ts';

let browser: Browser;
let page: MirroredPage;
before(async () => {
  browser = await launchBrowser();
});
afterEach(() => page.close());
after(() => browser.close());

/** What would tell that a script ran: in the mirror, or in the live view around it. */
const run = 'try{top.ran=1}catch(e){}';

const scripted = [
  'script',
  'SCRIPT',
  'scr\0ipt',
  's:script',
  'm:script',
  'img',
  's:image',
  'svg',
  's:svg',
  's:use',
  's:a',
  's:animate',
  's:set',
  's:foreignObject',
  'a',
  'iframe',
  'frame',
  'frameset',
  'object',
  'embed',
  'applet',
  'base',
  'meta',
  'link',
  'style',
  's:style',
  'form',
  'button',
  'input',
  'video',
  'audio',
  'source',
  'track',
  'body',
  'html',
  'details',
  'marquee',
  'template',
  'noscript',
  'math',
  'm:maction',
  'm:annotation-xml',
  'select',
  'textarea',
  'keygen',
  'isindex',
  'portal',
  'fencedframe',
  'xml',
  'x-card',
  'dialog',
  'slot',
  'title',
  'area',
  'map',
  'bgsound',
  'layer',
  'ilayer',
  'plaintext',
  'xmp',
  'listing',
  'noembed',
  'noframes',
  'image',
  'a onclick=1',
  'div><script',
];
const attributes: readonly (readonly [string, string])[] = [
  ...[
    'onload',
    'onerror',
    'onclick',
    'onfocus',
    'ontoggle',
    'onbegin',
    'onanimationstart',
    'onpointerover',
    'onstart',
    'ONLOAD',
  ].map((name) => [name, run] as const),
  ...[
    'href',
    'src',
    'xlink:href',
    'data',
    'action',
    'formaction',
    'poster',
    'background',
    'content',
    'code',
    'to',
    'from',
    'values',
    'manifest',
    'dynsrc',
    'lowsrc',
  ].map((name) => [name, `javascript:${run}`] as const),
  ['src', `data:text/html,<script>${run}</script>`],
  ['href', `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"/>`],
  [
    'src',
    `data:image/svg+xml,<svg xmlns="http://www.w3.org/2000/svg" onload="${run}"><script>${run}</script></svg>`,
  ],
  ['srcdoc', `<script>${run}</script>`],
  ['http-equiv', 'refresh'],
  ['content', `0;url=javascript:${run}`],
  ['attributeName', 'href'],
  ['sandbox', 'allow-scripts allow-same-origin allow-top-navigation'],
  ['allow', '*'],
  ['rel', 'import'],
  ['is', 'x-card'],
  ['autofocus', ''],
  [
    'style',
    `background:url(javascript:${run});-moz-binding:url(/x);behavior:url(/x);width:expression(${run})`,
  ],
  ['data-x', '"><script>'],
];

test('no script that a hostile page sends runs in the mirror, in any element or attribute', async () => {
  page = await openMirroredPage({ browser, files: { '/': '<!doctype html><p>Page</p>' } });
  const writer = createBodyWriter();
  for (const number of [pageOps.document, 800, 600, 0, 0]) writer.number(number);
  writer.element('html');
  writer.endAttributes();
  for (const name of scripted) {
    writer.element(name);
    for (const [attribute, value] of attributes) writer.attribute(attribute, value);
    writer.endAttributes();
    writer.textNode(run);
    writer.mark('end');
  }
  writer.mark('end');
  writer.mark('end');
  const body = Buffer.from(writer.takeKeyframe([])).toString('base64');
  const requests: string[] = [];
  page.view.on('request', (request) => requests.push(request.url()));

  await page.view.evaluate((text) => handrailTest.apply(text, true), body);
  await page.view.evaluate(clickAll);

  assert.deepEqual(await page.view.evaluate(whatRan), { ran: false, unsafe: [], frames: 1 });
  assert.deepEqual(
    requests.filter((url) => !url.startsWith('blob:') && !url.startsWith('data:image')),
    [],
  );
});

test('no script on a real hostile page runs in the mirror, nor does the mirror ask for anything', async () => {
  const markup = payloads.map((each, index) => `<div id="p${index}">${each}</div>`).join('\n');
  page = await openMirroredPage({ browser, files: { '/': `<!doctype html><body><main></main></body>` } });
  const requests: string[] = [];
  page.view.on('request', (request) => requests.push(request.url()));

  await page.customer.evaluate((html) => {
    (document.querySelector('main') as Element).innerHTML = html;
  }, markup);
  await page.mirror.locator(`#p${payloads.length - 1}`).waitFor({ state: 'attached' });
  await page.keyframe();
  await page.view.evaluate(clickAll);

  assert.deepEqual(await page.view.evaluate(whatRan), { ran: false, unsafe: [], frames: 1 });
  assert.deepEqual(
    requests.filter((url) => !/^(blob:|data:image)/.test(url) && !url.startsWith(page.origin)),
    [],
  );
});

/** Public payloads, a kind each (OWASP filter evasion, PortSwigger's sheet, html5sec.org). */
const payloads = [
  `<img src=x onerror="${run}">`,
  `<svg onload="${run}">`,
  `<svg><script>${run}</script></svg>`,
  `<svg><animate onbegin="${run}" attributeName=x dur=1s>`,
  `<svg><a xlink:href="javascript:${run}"><text y=20>x</text></a></svg>`,
  `<svg><use href="data:image/svg+xml,<svg id='x' xmlns='http://www.w3.org/2000/svg'><script>${run}</script></svg>#x">`,
  `<iframe src="javascript:parent.parent.ran=1"></iframe>`,
  `<iframe srcdoc="<script>top.ran=1</script>"></iframe>`,
  `<object data="data:text/html,<script>${run}</script>"></object>`,
  `<embed src="javascript:${run}">`,
  `<a href="javascript:${run}">x</a>`,
  `<form action="javascript:${run}"><button>x</button></form>`,
  `<button formaction="javascript:${run}">x</button>`,
  `<details open ontoggle="${run}">x</details>`,
  `<video><source onerror="${run}"></video>`,
  `<audio src=x onerror="${run}">`,
  `<body onload="${run}">`,
  `<marquee onstart="${run}">x</marquee>`,
  `<input autofocus onfocus="${run}">`,
  `<select autofocus onfocus="${run}">`,
  `<math href="javascript:${run}">x</math>`,
  `<math><maction actiontype="statusline#http://google.com" xlink:href="javascript:${run}">x</maction></math>`,
  `<meta http-equiv=refresh content="0;url=javascript:${run}">`,
  `<base href="javascript:/a/">`,
  `<link rel=stylesheet href="javascript:${run}">`,
  `<style>@import "javascript:${run}";body{background:url(javascript:${run})}</style>`,
  `<div style="background:url(javascript:${run})">x</div>`,
  `<style onload="${run}"></style>`,
  `<template><script>${run}</script></template>`,
  `<noscript><p title="</noscript><img src=x onerror=${run}>"></noscript>`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${run}&gt;">`,
  `<form><math><mtext></form><form><mglyph><svg><mtext><style><path id="</style><img onerror=${run} src>">`,
  `<img name=createElement><img name=getElementById><form name=querySelector><input name=appendChild><input name=parentNode><input name=childNodes></form>`,
  `<svg><foreignObject><iframe src="javascript:${run}"></iframe></foreignObject></svg>`,
  `<svg><set attributeName=onmouseover to="${run}">`,
  `<svg><image href="javascript:${run}"></svg>`,
  `<div popover onbeforetoggle="${run}">x</div>`,
  `<x onanimationstart="${run}" style="animation:x">`,
  `<img srcset="javascript:${run} 2x">`,
  `<iframe src="data:text/html,<script>top.ran=1</script>"></iframe>`,
];

const clickAll = (): void => {
  const inner = document.querySelector('iframe')?.contentDocument;
  for (const each of inner?.querySelectorAll('*') ?? []) {
    for (const type of ['click', 'mouseover', 'pointerover', 'focus', 'toggle', 'load', 'error'])
      each.dispatchEvent(new Event(type, { bubbles: true }));
    if ('click' in each) (each as HTMLElement).click();
  }
};

/** Whether anything ran, and what in the mirror should not be there at all. */
const whatRan = () => {
  const inner = document.querySelector('iframe')?.contentDocument as Document;
  const unsafe: string[] = [];
  for (const each of inner.querySelectorAll('*')) {
    if (
      /^(script|object|embed|applet|base|meta|link|frame|frameset|portal|noscript|template|animate|set)$/i.test(
        each.localName,
      )
    )
      unsafe.push(each.localName);
    for (const { name, value } of each.attributes) {
      const isAddress = /^(href|src|xlink:href|action|formaction|data|poster|to|from|values)$/i.test(name);
      if (/^on|^srcdoc$|^http-equiv$|^formaction$/i.test(name) || /javascript:/i.test(value))
        unsafe.push(`${each.localName} ${name}`);
      if (isAddress && !/^(#|blob:|data:image\/)/.test(value))
        unsafe.push(`${each.localName} ${name}=${value}`);
      if (name === 'sandbox' && value !== 'allow-same-origin') unsafe.push(`sandbox ${value}`);
    }
  }
  return {
    ran: 'ran' in window || 'ran' in (inner.defaultView as Window),
    unsafe,
    frames: window.frames.length,
  };
};
