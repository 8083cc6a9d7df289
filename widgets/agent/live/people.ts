import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { Roster } from '../../seal/roster.ts';

/** Who is in the session. */
export const people = ({ participants, self }: Roster): TemplateResult => html`<ul
  class="people"
  aria-label=${msg('In this session')}
>
  ${participants.map(({ number, role, name, present }) => {
    const who = role === 'visitor' ? msg('Customer') : name;
    const shown = number === self ? msg(str`${who} (you)`) : who;
    return html`<li class=${present ? 'present' : 'absent'}>${present ? shown : msg(str`${shown} (away)`)}</li>`;
  })}
</ul>`;
