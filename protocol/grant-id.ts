import type { GrantSource } from './grant-source.ts';
import { salesforceId } from './salesforce-id.ts';

const zendeskId = /^[1-9][0-9]{0,18}$/;
const apiName = /^[A-Za-z][A-Za-z0-9_]{0,79}$/;
/** A field's key, and the value that it must have. */
const userField = /^[A-Za-z0-9_]{1,100}=[^\p{Cc}]{1,150}$/u;
const claim = /^[^\p{Cc}]{1,255}$/u;

/** Salesforce says by the first three characters what a record is: https://help.salesforce.com/s/articleView?id=000385203 */
const ofRecord =
  (prefix: string) =>
  (text: string): string | null =>
    text.startsWith(prefix) ? salesforceId(text) : null;

const matching =
  (pattern: RegExp) =>
  (text: string): string | null =>
    pattern.test(text) ? text : null;

const forms: Readonly<Record<GrantSource, (text: string) => string | null>> = {
  'zd.role': matching(/^(admin|agent|end-user)$/),
  'zd.customRole': matching(zendeskId),
  'zd.group': matching(zendeskId),
  'zd.userField': matching(userField),
  'zd.user': matching(zendeskId),
  'sf.customPermission': matching(apiName),
  'sf.permissionSet': ofRecord('0PS'),
  'sf.permissionSetGroup': ofRecord('0PG'),
  'sf.publicGroup': ofRecord('00G'),
  'sf.profile': ofRecord('00e'),
  'sf.user': ofRecord('005'),
  'jwt.role': matching(claim),
  'jwt.user': matching(claim),
};

/** The id of a grant in the one form that it is compared in; null when the source can't have such an id. */
export const grantId = (source: GrantSource, text: string): string | null => forms[source](text.trim());
