import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { SettingsView } from '../../../protocol/http/tenant-settings.ts';
import { textArea, textField } from '../connection/text-field.ts';

/** The keys that what the CRM signs is checked with, each with its fingerprint for comparing. */
export const keyFields = ({ settings, fingerprints }: SettingsView): TemplateResult | typeof nothing => {
  const shown = fingerprints.map(({ fingerprint }) => fingerprint).join(', ');
  const hint = shown
    ? msg(str`Fingerprint (SHA-256): ${shown}`)
    : msg('Compare its fingerprint with somebody who knows it, before you save it.');
  switch (settings.connection.kind) {
    case 'zendesk':
      return html`${textField({
        name: 'appId',
        label: msg('App id'),
        value: settings.app?.appId ?? '',
        optional: true,
        pattern: '\\d+',
      })}
      ${textField({
        name: 'installationId',
        label: msg('Installation id'),
        value: settings.app?.installationId ?? '',
        optional: true,
        pattern: '\\d+',
      })}
      ${textArea({
        name: 'publicKeyPem',
        label: msg('The app’s public key (PEM)'),
        value: settings.app?.publicKeyPem ?? '',
        optional: true,
        hint,
      })}`;
    case 'salesforce':
      return textArea({
        name: 'certificates',
        label: msg('The org’s signing certificates (PEM)'),
        value: settings.assertionCertificates.join('\n'),
        optional: true,
        hint,
      });
    case 'jwt':
      return shown ? html`<p class="hint">${hint}</p>` : nothing;
  }
};
