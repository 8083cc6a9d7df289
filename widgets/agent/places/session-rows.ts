import { msg, str } from '@lit/localize';
import { css, html, nothing, type TemplateResult } from 'lit';
import type { ListedSession } from '../../../protocol/http/sessions.ts';
import { progressOf, progressText } from './progress.ts';

interface Rows {
  readonly sessions: readonly ListedSession[];
  /** Whose own sessions need no name. */
  readonly agentId: string;
  readonly open: (caseId: string) => void;
}

/** Sessions below each other: the ticket to open, whom it helps, how far it is and since when. */
export const sessionRows = ({
  sessions,
  agentId,
  open,
}: Rows): TemplateResult => html`<ul class="rows" role="list">
  ${sessions.map(
    (session) => html`<li>
      <button class="row" type="button" @click=${() => session.caseId !== null && open(session.caseId)}>
        <span class="dot ${progressOf(session)}" aria-hidden="true"></span>
        <span class="names">
          <strong>${session.requester?.name ?? msg('Customer')}</strong> ${caseOf(session)}
        </span>
        <span class="small muted">
          ${progressText(progressOf(session))} · ${since(session)}
          ${session.agent.id === agentId ? nothing : html`· ${session.agent.name}`}
        </span>
      </button>
    </li>`,
  )}
</ul>`;

const caseOf = ({ caseNumber }: ListedSession): TemplateResult | typeof nothing =>
  caseNumber === null ? nothing : html`<span>#${caseNumber}</span>`;

/** When the state that counts began: the time of today, the date of earlier days. */
const since = (session: ListedSession): string => {
  const { state, createdAt } = session;
  const at = state.name === 'active' ? state.activeAt : state.name === 'joined' ? state.joinedAt : createdAt;
  const day = new Date(at).toDateString() === new Date().toDateString();
  const shown = new Intl.DateTimeFormat(
    document.documentElement.lang,
    day ? { timeStyle: 'short' } : { dateStyle: 'medium' },
  ).format(at);
  return state.name === 'ended' ? shown : msg(str`since ${shown}`);
};

export const sessionRowsStyles = css`
  .rows {
    display: grid;
    gap: var(--hr-space-2);
    margin: 0;
    padding: 0;
    list-style: none;
  }

  .row {
    display: grid;
    grid-template-columns: auto minmax(0, 1fr);
    gap: 0 var(--hr-space-2);
    align-items: center;
    justify-content: start;
    inline-size: 100%;
    font-weight: 400;
    text-align: start;
  }

  .row .names,
  .row .small {
    grid-column: 2;
    overflow-wrap: anywhere;
  }

  .dot {
    inline-size: 0.625rem;
    block-size: 0.625rem;
    border: 2px solid var(--hr-muted);
    border-radius: 50%;
  }

  .dot.live {
    border-color: var(--hr-success);
    background: var(--hr-success);
  }

  .dot.waiting {
    border-color: var(--hr-warning);
    background: var(--hr-warning);
  }
`;
