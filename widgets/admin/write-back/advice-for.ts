import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { StuckWriteBack } from '../../../protocol/http/write-back.ts';
import type { AdminPage } from '../../../protocol/page-config.ts';

/** What an admin can do so that it goes better, beyond trying again. Null when there is nothing. */
export const adviceFor = ({ parts }: StuckWriteBack, crm: AdminPage['crm']): TemplateResult | null => {
  const isClosed = parts.some(({ state }) => state.name === 'failed' && state.problem === 'case_closed');
  const hasNoRecord = parts.some(({ part, state }) => part === 'record' && state.name === 'unsupported');
  if (crm !== 'zendesk' || !isClosed || !hasNoRecord) return null;
  return html`${msg('Nothing of this session is in Zendesk; Handrail’s session log has it. A closed ticket can still have a record: turn on a record of every session in the settings, and retry.')}
    <a href="#/settings">${msg('Settings')}</a>`;
};
