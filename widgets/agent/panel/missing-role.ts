import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { AgentView } from '../../../protocol/http/authentication.ts';

/** For somebody who is signed in and may not start sessions: which role is missing, and which groups give it. */
export const missingRole = (
  { role, givenBy }: NonNullable<AgentView['missingRole']>,
  checkAgain: () => void,
): TemplateResult => html`<section class="card" aria-labelledby="missing-role">
  <h2 id="missing-role">${msg('You need a Handrail role')}</h2>
  <p>${msg(str`You are signed in, but you don’t have the Handrail role “${role}”.`)}</p>
  ${
    givenBy.length === 0
      ? html`<p>${msg('Ask an administrator for it.')}</p>`
      : html`<p>${msg('One of these gives it. Ask an administrator:')}</p>
          <ul>
            ${givenBy.map((name) => html`<li>${name}</li>`)}
          </ul>`
  }
  <button type="button" @click=${checkAgain}>${msg('Check again')}</button>
</section>`;
