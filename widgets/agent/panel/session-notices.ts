import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';

/** Everything else in the card is from before. */
export const offlineNotice = (): TemplateResult => html`<handrail-notice role="alert" tone="warning">
  ${msg('Handrail can’t be reached, so this may be out of date. Check your network: the panel goes on by itself.')}
</handrail-notice>`;

/** The live view as a link, which no browser blocks. */
export const blockedNotice = (
  address: string,
  opened: () => void,
): TemplateResult => html`<handrail-notice role="alert" tone="warning">
  <p>${msg('Your browser blocked the live view.')}</p>
  <a href=${address} target="_blank" rel="noopener" @click=${opened}>${msg('Open it here, within a minute')}</a>
</handrail-notice>`;

/** Why the live view can't be opened from here, and what to do; `why` names it for the button. */
export const keyLostNotice = (
  joined: boolean,
  again: () => void,
): TemplateResult => html`<handrail-notice tone="warning">
  <p id="why">
    ${
      joined
        ? msg(
            'This panel was reloaded and can’t open the live view any more; one that is open goes on. To see the page here, end this session and start another one.',
          )
        : msg('This panel was reloaded and no longer has the link. Start again to get a new one.')
    }
  </p>
  <div class="actions">
    <button type="button" @click=${again}>${joined ? msg('End and start again') : msg('Start again')}</button>
  </div>
</handrail-notice>`;
