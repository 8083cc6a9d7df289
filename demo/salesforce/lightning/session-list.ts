import { timeAgo } from '../../console/column.ts';
import { type Html, html } from '../../serving/html.ts';
import type { SessionRow } from '../crm-data.ts';
import type { Org } from '../org.ts';

/** The related list *Handrail Sessions* of a case, as the package's record page has it. */
export const sessionList = ({ clock, data }: Pick<Org, 'clock' | 'data'>, caseId: string): Html => {
  const rows = [...data.sessions.values()].map(({ row }) => row).filter((row) => row.Case__c === caseId);
  return html`<div data-related="${JSON.stringify(rows)}">
  <h2 id="sessions-title">Handrail Sessions (${rows.length})</h2>
  ${
    rows.length > 0 &&
    html`<ul role="list" aria-labelledby="sessions-title">${rows
      .toReversed()
      .map((row) => entry(row, clock.now()))}</ul>`
  }
</div>`;
};

const entry = (row: SessionRow, now: number): Html => html`<li>
  <p><strong>${row.Agent_Name__c}</strong> ${timeAgo(Date.parse(String(row.Ended__c)), now)}</p>
  <dl>
    <div><dt>Features</dt><dd>${row.Features__c}</dd></div>
    ${row.Outcome__c && html`<div><dt>Outcome</dt><dd>${row.Outcome__c}</dd></div>`}
    ${row.Comment__c && html`<div><dt>Comment</dt><dd>${row.Comment__c}</dd></div>`}
  </dl>
</li>`;
