import { msg, str } from '@lit/localize';
import type { EditableStorage } from '../../../protocol/http/storage-settings.ts';
import { titleOf } from './kind-fields.ts';

const labelOf = (setting: keyof EditableStorage): string => {
  switch (setting) {
    case 'targets':
      return msg('Your own storage');
    case 'region':
      return msg('Keep data in this region only');
    case 'crmRegion':
      return msg('Region of your CRM’s data');
    case 'recording':
    case 'screenshot':
    case 'transfer':
      return titleOf(setting);
    case 'publicKey':
      return msg('Public key (P-256)');
    case 'blockedTypes':
      return msg('Endings of files that are never taken');
    case 'keepTransfers':
      return msg('Whether they are kept');
  }
};

/** Which fields to look at. */
export const wrongStorageText = (wrong: ReadonlySet<keyof EditableStorage>): string => {
  const labels = [...wrong].map(labelOf).join(', ');
  return labels === ''
    ? msg('Something in the form is missing, or is not as it should be.')
    : msg(str`Missing, or not as it should be: ${labels}`);
};
