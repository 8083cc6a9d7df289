import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import type { ListedSession } from '../../../protocol/http/sessions.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { type Progress, progressOf } from './progress.ts';
import { sessionRows, sessionRowsStyles } from './session-rows.ts';

/**
 * `<handrail-live-list>`: who is live now, and who waits.
 *
 * @prop sessions - All that go on; null: not known yet.
 * @prop refusal - Why the newest look failed; what is shown is from before.
 * @prop agentId - Whose own sessions need no name.
 * @prop open - Opens a ticket.
 */
export class LiveList extends LitElement {
  static override readonly properties = {
    sessions: { attribute: false },
    refusal: { attribute: false },
    agentId: {},
    open: { attribute: false },
  };
  declare sessions: readonly ListedSession[] | null;
  declare refusal: Refusal | null;
  declare agentId: string;
  declare open: (caseId: string) => void;

  static override readonly styles = [base, button, card, sessionRowsStyles];

  override render(): TemplateResult {
    const { refusal, sessions } = this;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title">${msg('Sessions now')}</h2>
      ${
        refusal
          ? html`<handrail-notice role="alert" tone="warning">${problemText(refusal)}</handrail-notice>`
          : nothing
      }
      ${sessions ? this.#groups(sessions) : refusal ? nothing : html`<handrail-spinner>${msg('Looking for sessions…')}</handrail-spinner>`}
    </section>`;
  }

  #groups(sessions: readonly ListedSession[]): TemplateResult {
    if (sessions.length === 0) {
      return html`<p class="muted">${msg('Nobody is live, and nobody waits. Start a session from a ticket.')}</p>`;
    }
    return html`${this.#group(msg('Live'), sessions, ['live'])}
      ${this.#group(msg('Waiting'), sessions, ['waiting'])}
      ${this.#group(msg('Invited'), sessions, ['invited', 'declined'])}`;
  }

  #group(
    title: string,
    all: readonly ListedSession[],
    steps: readonly Progress[],
  ): TemplateResult | typeof nothing {
    const sessions = all.filter((one) => steps.includes(progressOf(one)));
    if (sessions.length === 0) return nothing;
    const { agentId, open } = this;
    return html`<h3 class="small">${title}</h3>
      ${sessionRows({ sessions, agentId, open })}`;
  }
}
