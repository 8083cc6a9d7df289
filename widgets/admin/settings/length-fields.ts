import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import type { EditableSettings } from '../../../protocol/http/tenant-settings.ts';
import { textField } from '../connection/text-field.ts';

const hourMs = 3_600_000;
const minuteMs = 60_000;

/** Hours, as short as they can be said. */
const hoursOf = (ms: number): string => String(Math.round((ms / hourMs) * 100) / 100);

/** A length typed in hours, to the minute: an untouched one stays as it was. Milliseconds; NaN when it is no number. */
export const msOf = (before: number, typed: string): number =>
  typed === hoursOf(before)
    ? before
    : Math.round((Number(typed || Number.NaN) * hourMs) / minuteMs) * minuteMs;

/** How long links and sessions last. */
export const lengthFields = ({ linkLifetimeMs, sessionLimitMs }: EditableSettings): TemplateResult =>
  html`<fieldset class="card">
    <legend>${msg('How long')}</legend>
    ${textField({
      name: 'linkLifetime',
      label: msg('Hours that a join link is good for'),
      type: 'number',
      value: hoursOf(linkLifetimeMs),
      hint: msg('It works once, and only until then. A month at most.'),
    })}
    ${textField({
      name: 'sessionLimit',
      label: msg('Hours that a session may last'),
      type: 'number',
      value: hoursOf(sessionLimitMs),
      hint: msg('It ends by itself then, and both sides are told. A day at most.'),
    })}
  </fieldset>`;
