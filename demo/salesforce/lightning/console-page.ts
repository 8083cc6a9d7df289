import { columnEdge } from '../../console/column.ts';
import { type Html, html } from '../../serving/html.ts';
import type { CaseRecord } from '../case-record.ts';
import type { Org } from '../org.ts';
import { page } from '../page.ts';
import { nameOf, type Person } from '../person.ts';
import { casePane } from './case-pane.ts';

interface OpenCase {
  readonly agent: Person;
  readonly record: CaseRecord;
  /** A console app has sub-tabs; a standard app opens windows. */
  readonly app: 'standard' | 'console';
}

/** One case open in the app that the agent works in. */
export const consolePage = (org: Org, { agent, record, app }: OpenCase): Html =>
  page(
    `${record.caseNumber} | Case`,
    html`<body class="console" data-app="${app}">
<header class="bar">
  <p class="cloud">Acme CRM</p>
  <p class="apps">${appLink(app, record)}</p>
  <p class="me"><span class="avatar" aria-hidden="true">${agent.firstName.slice(0, 1)}${agent.lastName.slice(0, 1)}</span>
    ${nameOf(agent)} <a href="/logout">Log out</a></p>
</header>
${tabs(org, agent, record)}
<nav class="subtabs" aria-label="Sub-tabs" hidden>
  <div role="tablist" aria-label="Tabs of the case" data-subtabs>
    <button type="button" role="tab" data-tab="" aria-selected="true">Case</button>
  </div>
</nav>
<main class="subtab-room" data-subtab-room></main>
${casePane(org, record)}
<aside aria-label="Support tools">
  ${columnEdge(320)}
  <div id="apps" role="group" aria-label="Apps" tabindex="0">
    <div id="panel"></div>
  </div>
</aside>
</body>`,
    html`<script src="/assets/components.js" defer></script>
<script src="/assets/console.js" defer></script>`,
  );

const appLink = (app: OpenCase['app'], record: CaseRecord): Html => {
  const [other, name] = app === 'console' ? ['standard', 'standard app'] : ['console', 'console app'];
  const address = `/lightning/app/${other}?next=${encodeURIComponent(`/lightning/r/Case/${record.id}/view`)}`;
  return html`<a href="${address}">Switch to the ${name}</a>`;
};

const tabs = (
  { data }: Org,
  agent: Person,
  open: CaseRecord,
): Html => html`<nav class="tabs" aria-label="Cases" data-rail>
  <ul>${data.casesFor(agent).map(
    (
      record,
    ) => html`<li><a href="/lightning/r/Case/${record.id}/view" ${record.id === open.id && html`aria-current="page"`}>
      <span class="number">${record.caseNumber}</span> <span class="subject">${record.subject}</span>
    </a></li>`,
  )}</ul>
</nav>`;
