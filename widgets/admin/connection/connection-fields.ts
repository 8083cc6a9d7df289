import { msg } from '@lit/localize';
import { html, type TemplateResult } from 'lit';
import * as v from 'valibot';
import { Connection, signingAlgorithms } from '../../../protocol/http/connection.ts';
import { linesOf, pemsOf, textOf } from './form-text.ts';
import { textArea, textField } from './text-field.ts';

export type ConnectionKind = Connection['kind'];

/** The fields that say how a CRM is reached. `before` fills them in, of its secret only that there is one; `base` is a guess. */
export const connectionFields = (
  kind: ConnectionKind,
  before: Connection | null,
  base = '',
): TemplateResult => {
  switch (kind) {
    case 'zendesk':
      return zendeskFields(before?.kind === 'zendesk' ? before : null, base);
    case 'salesforce':
      return salesforceFields(before?.kind === 'salesforce' ? before : null, base);
    case 'jwt':
      return jwtFields(before?.kind === 'jwt' ? before : null);
  }
};

type Of<Kind extends ConnectionKind> = Extract<Connection, { kind: Kind }> | null;

const zendeskFields = (before: Of<'zendesk'>, base: string): TemplateResult =>
  html`${textField({
    name: 'base',
    label: msg('Zendesk address'),
    type: 'url',
    value: before?.base ?? base,
    placeholder: 'https://acme.zendesk.com',
  })}${clientFields(before)}
    <div class="field choices">
      <label>
        <input
          type="checkbox"
          name="sessionObject"
          ?checked=${before?.sessionObject ?? false}
          aria-describedby="sessionObject-hint"
        />
        ${msg('Keep every session as a record of a custom object')}
      </label>
      <span class="hint" id="sessionObject-hint">
        ${msg('Then a closed ticket has its record, too. It takes the custom object of the app’s package, and agents are asked at their next sign-in to let Handrail write more than tickets.')}
      </span>
    </div>`;

const salesforceFields = (before: Of<'salesforce'>, base: string): TemplateResult => html`${textField({
  name: 'base',
  label: msg('My Domain address'),
  type: 'url',
  value: before?.base ?? base,
  placeholder: 'https://acme.my.salesforce.com',
})}
${textField({
  name: 'organizationId',
  label: msg('Organization id'),
  value: before?.organizationId ?? '',
  hint: msg('In Salesforce: Setup, Company Information.'),
  pattern: '00D[A-Za-z0-9]{12}([A-Z0-5]{3})?',
})}${clientFields(before)}
${textField({
  name: 'brandField',
  label: msg('Case field with the brand'),
  value: before?.brandField ?? '',
  optional: true,
  hint: msg('Its API name, such as Brand__c. Its value is the brand’s id here. Empty: cases have no brand.'),
  pattern: '[A-Za-z]\\w*',
})}`;

const clientFields = (before: { readonly clientId: string } | null): TemplateResult => html`${textField({
  name: 'clientId',
  label: msg('OAuth client id'),
  value: before?.clientId ?? '',
})}
${textField({
  name: 'clientSecret',
  label: msg('OAuth client secret'),
  type: 'password',
  optional: before !== null,
  hint: before
    ? msg('Leave it empty to keep the one that is stored. It is never shown.')
    : msg('It is stored sealed, and never shown again.'),
})}`;

const jwtFields = (before: Of<'jwt'>): TemplateResult => html`${textField({
  name: 'consoleName',
  label: msg('Name of the console'),
  value: before?.consoleName ?? '',
})}
${textArea({
  name: 'frameAncestors',
  label: msg('Origins that show the panel'),
  value: before?.frameAncestors.join('\n') ?? '',
  hint: msg('One a line. Nobody else may frame the panel.'),
  placeholder: 'https://console.example.com',
  rows: 2,
})}
${textField({ name: 'issuer', label: msg('Issuer (iss)'), value: before?.issuer ?? '' })}
${textField({
  name: 'audience',
  label: msg('Audience (aud)'),
  value: before?.audience ?? location.origin,
})}
${textArea({
  name: 'pems',
  label: msg('Public keys (PEM)'),
  value: before?.keys.by === 'pem' ? before.keys.pems.join('\n') : '',
  hint: msg('Or leave it empty, and give the address of a key set.'),
  optional: true,
})}
${textField({
  name: 'jwks',
  label: msg('Address of the key set (JWKS)'),
  type: 'url',
  value: before?.keys.by === 'jwks' ? before.keys.url : '',
  optional: true,
})}
<fieldset>
  <legend class="small">${msg('Algorithms')}</legend>
  <div class="choices">
    ${signingAlgorithms.map(
      (algorithm) => html`<label>
        <input
          type="checkbox"
          name="algorithms"
          value=${algorithm}
          ?checked=${before?.algorithms.includes(algorithm) ?? algorithm === 'RS256'}
        />
        ${algorithm}
      </label>`,
    )}
  </div>
</fieldset>
${textField({ name: 'rolesClaim', label: msg('Claim that lists roles'), value: before?.rolesClaim ?? 'roles' })}`;

/** What the fields say. Null when something about them is not as it should be. */
export const readConnection = (kind: ConnectionKind, form: FormData): Connection | null => {
  const read = v.safeParse(Connection, { kind, ...valuesOf(kind, form) });
  return read.success ? read.output : null;
};

const valuesOf = (kind: ConnectionKind, form: FormData): object => {
  if (kind === 'jwt') {
    const [url, pems] = [textOf(form, 'jwks'), pemsOf(form, 'pems')];
    return {
      consoleName: textOf(form, 'consoleName'),
      frameAncestors: linesOf(form, 'frameAncestors').map(originOf),
      issuer: textOf(form, 'issuer'),
      audience: textOf(form, 'audience'),
      keys: pems.length > 0 ? { by: 'pem', pems } : { by: 'jwks', url },
      algorithms: form.getAll('algorithms'),
      rolesClaim: textOf(form, 'rolesClaim'),
    };
  }
  return {
    base: originOf(textOf(form, 'base')),
    ...(kind === 'salesforce'
      ? {
          organizationId: textOf(form, 'organizationId'),
          brandField: textOf(form, 'brandField') || null,
        }
      : { sessionObject: form.has('sessionObject') }),
    clientId: textOf(form, 'clientId'),
    clientSecret: textOf(form, 'clientSecret') || null,
  };
};

// People copy whole addresses out of the address bar.
const originOf = (typed: string): string => (URL.canParse(typed) ? new URL(typed).origin : typed);
