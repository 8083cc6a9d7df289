import { msg } from '@lit/localize';
import type { GrantSource } from '../../protocol/grant-source.ts';
import type { AdminPage } from '../../protocol/page-config.ts';

const sources: Readonly<Record<AdminPage['crm'], readonly GrantSource[]>> = {
  zendesk: ['zd.group', 'zd.customRole', 'zd.role', 'zd.userField', 'zd.user'],
  salesforce: [
    'sf.customPermission',
    'sf.permissionSet',
    'sf.permissionSetGroup',
    'sf.publicGroup',
    'sf.profile',
    'sf.user',
  ],
  jwt: ['jwt.role', 'jwt.user'],
};

/** The sources that this tenant's people can have grants of, the usual one first. */
export const sourcesOf = (crm: AdminPage['crm']): readonly GrantSource[] => sources[crm];

/** What people call a source. */
export const sourceText = (source: GrantSource): string => {
  switch (source) {
    case 'zd.group':
      return msg('Group');
    case 'zd.customRole':
      return msg('Custom role');
    case 'zd.role':
      return msg('Role in Zendesk');
    case 'zd.userField':
      return msg('User field');
    case 'sf.customPermission':
      return msg('Custom permission');
    case 'sf.permissionSet':
      return msg('Permission set');
    case 'sf.permissionSetGroup':
      return msg('Permission set group');
    case 'sf.publicGroup':
      return msg('Public group');
    case 'sf.profile':
      return msg('Profile');
    case 'jwt.role':
      return msg('Role in the console');
    case 'zd.user':
    case 'sf.user':
    case 'jwt.user':
      return msg('Single person');
  }
};

/** What an id of this source looks like. */
export const idHint = (source: GrantSource): string => {
  switch (source) {
    case 'zd.role':
      return msg('admin or agent');
    case 'zd.userField':
      return msg('The field’s key, an equals sign and the value: team=escalations');
    case 'sf.customPermission':
      return msg('Its API name, such as Handrail_Agent');
    case 'zd.group':
    case 'zd.customRole':
    case 'zd.user':
      return msg('The number at the end of its address in Zendesk');
    case 'sf.permissionSet':
    case 'sf.permissionSetGroup':
    case 'sf.publicGroup':
    case 'sf.profile':
    case 'sf.user':
      return msg('Its ID in Salesforce, 15 or 18 characters');
    case 'jwt.role':
    case 'jwt.user':
      return msg('As the console writes it in what it signs');
  }
};
