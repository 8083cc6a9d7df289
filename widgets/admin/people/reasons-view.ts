import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { GrantVia, Reasons, RoleReason } from '../../../protocol/http/admin-people.ts';
import { agoText } from '../moment.ts';
import { rolesText, roleText } from '../role-text.ts';
import { sourceText } from '../source-text.ts';

/** Why somebody may do what: each rule that gives a role, through which grant, read when and by whose word. */
export const reasonsView = ({ person, reasons, permissions }: Reasons): TemplateResult => html`
  ${
    reasons.length === 0
      ? html`<p>${msg(str`No rule gives ${person.name} a role.`)}</p>`
      : html`<ul>
          ${reasons.map((reason) => html`<li>${sentence(person.name, reason)}</li>`)}
        </ul>`
  }
  ${
    permissions.length === 0
      ? html`<p>${msg(str`${person.name} may do nothing in Handrail.`)}</p>`
      : html`<dl>
          ${permissions.map(
            ({ permission, roles }) => html`<div>
              <dt dir="ltr">${permission}</dt>
              <dd>${msg(str`as ${rolesText(roles)}`)}</dd>
            </div>`,
          )}
        </dl>`
  }
`;

const sentence = (name: string, { role, rule, grant, read }: RoleReason): string => {
  const [roleName, what] = [roleText(role), `${sourceText(grant.source)} “${grant.name}”`];
  if (!read) return msg(str`${name} is ${roleName} because rule ${rule} names this person.`);
  const when = agoText(read.asOf);
  return msg(
    str`${name} is ${roleName} because of ${what} (rule ${rule}, read ${when} ${viaText(read.via)}).`,
  );
};

const viaText = (via: GrantVia): string => {
  switch (via) {
    case 'assertion':
      return msg('by the console’s word');
    case 'oauth':
      return msg('by their sign-in');
    case 'integration':
      return msg('by the integration user');
  }
};
