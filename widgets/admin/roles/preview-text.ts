import { msg, str } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { RoleRulesPreview } from '../../../protocol/http/admin-roles.ts';
import { roleText } from '../role-text.ts';

type Change = RoleRulesPreview['changes'][number];

/** What saving would change, role by role: how many gain and lose it, and who. */
export const previewText = ({ changes }: RoleRulesPreview): TemplateResult =>
  changes.length === 0
    ? html`<p>${msg('For the people who are known so far, nothing changes.')}</p>`
    : html`<ul>
        ${changes.flatMap(linesOf).map((line) => html`<li>${line}</li>`)}
      </ul>`;

const linesOf = ({ role, gains, losses }: Change): readonly string[] => {
  const name = roleText(role);
  return [
    ...(gains.length > 0 ? [`${gainText(gains.length, name)}: ${listed(gains)}`] : []),
    ...(losses.length > 0 ? [`${lossText(losses.length, name)}: ${listed(losses)}`] : []),
  ];
};

const gainText = (count: number, role: string): string =>
  count === 1 ? msg(str`1 person gains ${role}`) : msg(str`${count} people gain ${role}`);

const lossText = (count: number, role: string): string =>
  count === 1 ? msg(str`1 person loses ${role}`) : msg(str`${count} people lose ${role}`);

const most = 8;

const listed = (names: readonly string[]): string =>
  names.length > most ? `${names.slice(0, most).join(', ')} …` : names.join(', ');
