import { Problem } from '../../http/problem.ts';
import type { CrmUser } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { answerInvalid } from '../refusals.ts';
import { Identity } from './answers.ts';
import { readSetupGrants, type SetupReader } from './read-setup-grants.ts';
import { recordId } from './record-id.ts';
import type { SalesforceOrg } from './salesforce-org.ts';

interface Whom {
  readonly identityPath: string;
  /** The org as an account that may read the setup; null: there is none. */
  readonly asIntegration: SetupReader | null;
}

/**
 * Who is signed in. A person's own token tells their custom permissions; permission sets, groups and the profile only an integration
 * user's does. Not `connection.identity()`: that writes the access token into the address.
 */
export const currentUser = async (
  { connection, settings }: SalesforceOrg,
  { identityPath, asIntegration }: Whom,
): Promise<CrmUser> => {
  const url = `${settings.base}${identityPath}?format=json&version=latest`;
  const identity = readAnswer(Identity, await connection.request({ method: 'GET', url }));
  if (identity.organization_id !== settings.organizationId) {
    throw new Problem('wrong_organization', 'This is a user of another Salesforce organization.');
  }
  if (identity.user_id !== recordId(identityPath.slice(identityPath.lastIndexOf('/') + 1)))
    throw answerInvalid();
  if (!identity.active) {
    throw new Problem('user_inactive', 'Salesforce says that this user is not active.');
  }
  const permissions = Object.entries(identity.custom_permissions).flatMap(([name, held]) =>
    held ? [{ source: 'sf.customPermission', id: name, name } as const] : [],
  );
  return {
    id: identity.user_id,
    name: identity.display_name,
    email: identity.email ?? '',
    grants: [
      { source: 'sf.user', id: identity.user_id, name: identity.display_name },
      ...permissions,
      ...(asIntegration ? await readSetupGrants(asIntegration, identity.user_id) : []),
    ],
  };
};
