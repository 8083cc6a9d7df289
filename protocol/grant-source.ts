import * as v from 'valibot';

/** Where a right of a person comes from, as rules name it. An id belongs to its source. */
const grantSources = [
  // Zendesk: `admin` and the like; a custom role's or group's number; `key=value` of a user field; a user's number.
  'zd.role',
  'zd.customRole',
  'zd.group',
  'zd.userField',
  'zd.user',
  // Salesforce: a custom permission's API name; ids of 18 characters.
  'sf.customPermission',
  'sf.permissionSet',
  'sf.permissionSetGroup',
  'sf.publicGroup',
  'sf.profile',
  'sf.user',
  // A console that signs: what its claim says; the subject.
  'jwt.role',
  'jwt.user',
] as const;

export type GrantSource = (typeof grantSources)[number];
export const GrantSource = v.picklist(grantSources);
