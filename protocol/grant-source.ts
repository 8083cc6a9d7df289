import * as v from 'valibot';

/**
 * Where a person's grant comes from. What its id is: `zd.role` the role's name, `zd.userField` `key=value`, `sf.customPermission`
 * the API name, `jwt.role` the role as the console's assertion has it; for all others the CRM's own id (Salesforce: 18 characters).
 */
export const GrantSource = v.picklist([
  'zd.role',
  'zd.customRole',
  'zd.group',
  'zd.userField',
  'zd.user',
  'sf.customPermission',
  'sf.permissionSet',
  'sf.permissionSetGroup',
  'sf.publicGroup',
  'sf.profile',
  'sf.user',
  'jwt.role',
  'jwt.user',
]);
export type GrantSource = v.InferOutput<typeof GrantSource>;
