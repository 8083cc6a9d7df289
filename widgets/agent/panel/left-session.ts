import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { SessionView } from '../../../protocol/http/sessions.ts';
import type { CaseSession } from './case-session.ts';
import { hasJoined } from './case-state.ts';

/** Another case was opened while a session runs on the one before: it is not forgotten. */
export const leftSession = (left: CaseSession, session: SessionView): TemplateResult =>
  html`<handrail-notice role="status" tone="warning">
    <p>${stillOn(session)}</p>
    <div class="actions">
      <button type="button" @click=${() => (hasJoined(session) ? left.end() : left.cancel())}>
        ${msg('End that session')}
      </button>
    </div>
  </handrail-notice>`;

const stillOn = ({ caseNumber }: SessionView): string =>
  caseNumber === null
    ? msg('Your session without a case is still on.')
    : msg(str`Your session on case ${caseNumber} is still on.`);
