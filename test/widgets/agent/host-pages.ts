import { Router } from 'express';

interface Places {
  readonly handrail: string;
  readonly zendesk: string;
}

/** As Zendesk frames an app. */
const sandbox =
  'allow-scripts allow-same-origin allow-forms allow-popups allow-popups-to-escape-sandbox allow-modals allow-downloads';

/**
 * The consoles around the panel: `/console` of each CRM's site shows the case in its address and a reply box, says the case to
 * the panel as that CRM does, and takes what is inserted.
 */
export const hostPages = ({ handrail, zendesk }: Places): Router => {
  const routes = Router();
  routes.get('/sdk.js', (_req, res) => res.type('text/javascript').send(zendeskSdk));
  routes.get('/console', (req, res) => {
    const atZendesk = `http://${req.headers.host}` === zendesk;
    const panel = atZendesk
      ? `${handrail}/embed/acme-zendesk?origin=${encodeURIComponent(zendesk)}&app_guid=1`
      : `${handrail}/embed/acme-salesforce`;
    const signs = String(req.query.signs ?? 'failed');
    const host = atZendesk ? zendeskHost : salesforceHost(handrail, signs);
    // Whoever posts to a frame posts to an empty one: two loads in one frame would race.
    const page =
      atZendesk && signs === 'yes'
        ? consolePage('about:blank', host + postTo(panel))
        : consolePage(panel, host);
    res.type('html').send(page);
  });
  routes.get('/elsewhere', (_req, res) => res.type('html').send('<title>Elsewhere</title>'));
  return routes;
};

/** As Zendesk opens a frame with a signed request: a form that goes to it. */
const postTo = (panel: string): string => `
const form = document.createElement('form');
form.method = 'post';
form.action = '${panel}';
form.target = 'panel';
form.innerHTML = '<input name="token" value="signed">';
document.body.append(form);
form.submit();`;

const consolePage = (panel: string, script: string): string => `<!doctype html>
<html lang="en"><title>Console</title>
<textarea id="reply" aria-label="Reply"></textarea>
<iframe id="panel" name="panel" title="Handrail" src="${panel}" width="300" height="720" allow="clipboard-write" sandbox="${sandbox}"></iframe>
<script>
const frame = document.querySelector('#panel');
const reply = document.querySelector('#reply');
let caseId = new URLSearchParams(location.search).get('case') || '35436';
${script}
</script></html>`;

/** What the component answers when it is asked to sign: as the page's address says, or nothing that it could. */
const signs = (asked: string): string =>
  asked === 'yes'
    ? `{ type: 'handrail.assertion.answered', requestId, assertion: 'e30.e30.' + data.nonce }`
    : `{ type: 'handrail.assertion.refused', requestId, reason: '${asked}' }`;

const salesforceHost = (handrail: string, answer: string): string => `
const say = () => frame.contentWindow.postMessage({ type: 'handrail.case', caseId }, '${handrail}');
window.openCase = (id) => { caseId = id; say(); };
addEventListener('message', ({ source, origin, data }) => {
  if (source !== frame.contentWindow || origin !== '${handrail}') return;
  if (data.type === 'handrail.ready') say();
  if (data.type === 'handrail.assertion.requested') {
    const { requestId } = data;
    frame.contentWindow.postMessage(${signs(answer)}, origin);
  }
  if (data.type === 'handrail.reply.insert' && !window.mute) {
    reply.value = data.text;
    frame.contentWindow.postMessage({ type: 'handrail.reply.inserted', requestId: data.requestId }, origin);
  }
  if (data.type === 'handrail.email.draft' && !window.mute) {
    window.drafted = data;
    frame.contentWindow.postMessage({ type: 'handrail.email.drafted', requestId: data.requestId }, origin);
  }
});`;

const zendeskHost = `
const events = new Set();
window.openCase = (id) => { caseId = id; for (const port of events) port.postMessage({ event: 'ticket.id.changed' }); };
addEventListener('message', ({ data, ports: [port] }) => {
  if (data.zaf === 'on') events.add(port);
  if (data.zaf === 'get') port.postMessage({ 'ticket.id': Number(caseId), errors: {} });
  if (data.zaf === 'invoke' && data.name === 'ticket.editor.insert') reply.value = data.values[0];
  if (data.zaf === 'invoke' && data.name === 'resize') frame.dataset.height = data.values[0].height;
  if (data.zaf === 'invoke') port.postMessage({});
});`;

const zendeskSdk = `
const ask = (message) => new Promise((resolve) => {
  const { port1, port2 } = new MessageChannel();
  port1.onmessage = ({ data }) => resolve(data);
  parent.postMessage(message, '*', [port2]);
});
window.ZAFClient = { init: () => new URLSearchParams(location.search).has('app_guid') && {
  get: (path) => ask({ zaf: 'get', path }),
  invoke: (name, ...values) => ask({ zaf: 'invoke', name, values }),
  on: (event, listener) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }) => data.event === event && listener();
    parent.postMessage({ zaf: 'on' }, '*', [port2]);
  },
} };`;
