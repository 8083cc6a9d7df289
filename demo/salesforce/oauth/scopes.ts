const sentences: Readonly<Record<string, string>> = {
  api: 'Manage user data via APIs',
  refresh_token: 'Perform requests at any time',
  openid: 'Access unique user identifiers',
  id: 'Access the identity URL service',
  profile: 'Access your profile',
  email: 'Access your email address',
  custom_permissions: 'Access custom permissions',
};

/** All that this external client app may ask for. */
const appScopes: readonly string[] = Object.keys(sentences);

/**
 * The scopes in a request; all of the app's when it names none, null when it names one that the app doesn't have.
 * https://help.salesforce.com/s/articleView?id=sf.remoteaccess_oauth_tokens_scopes.htm
 */
export const readScopes = (text: unknown): readonly string[] | null => {
  if (text === undefined || text === '') return appScopes;
  const asked = [...new Set(String(text).split(/\s+/))].map((scope) =>
    scope === 'offline_access' ? 'refresh_token' : scope,
  );
  return asked.every((scope) => appScopes.includes(scope)) ? asked : null;
};

/** A scope for the people who are asked. */
export const describeScope = (scope: string): string => sentences[scope] ?? scope;
