import { msg, str } from '@lit/localize';
import type { EditableSettings } from '../../../protocol/http/tenant-settings.ts';

const labelOf = (setting: keyof EditableSettings): string => {
  switch (setting) {
    case 'name':
      return msg('Name that customers see');
    case 'logoUrl':
      return msg('Address of the logo');
    case 'sites':
      return msg('Websites of sessions');
    case 'brands':
      return msg('Brands');
    case 'assetHosts':
    case 'assetQueryPaths':
      return msg('Hosts of public images, fonts and styles');
    case 'maskSelectors':
      return msg('Hidden elements (CSS selectors)');
    case 'showInputSelectors':
      return msg('Fields whose text agents may read (CSS selectors)');
    case 'linkLifetimeMs':
      return msg('Hours that a join link is good for');
    case 'sessionLimitMs':
      return msg('Hours that a session may last');
    case 'pilot':
      return msg('Pilot');
    case 'connection':
      return msg('CRM');
    case 'app':
      return msg('The app’s public key (PEM)');
    case 'assertionCertificates':
      return msg('The org’s signing certificates (PEM)');
  }
};

/** Which fields to look at. */
export const wrongText = (wrong: ReadonlySet<keyof EditableSettings>): string => {
  const labels = [...wrong].map(labelOf).join(', ');
  return labels === ''
    ? msg('Something in the form is missing, or is not as it should be.')
    : msg(str`Missing, or not as it should be: ${labels}`);
};
