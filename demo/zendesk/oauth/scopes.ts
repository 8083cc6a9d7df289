const resources = [
  'tickets',
  'users',
  'organizations',
  'hc',
  'apps',
  'triggers',
  'automations',
  'targets',
  'webhooks',
];

const known = new Set([
  'read',
  'write',
  'impersonate',
  'auditlogs:read',
  ...resources.flatMap((name) => [`${name}:read`, `${name}:write`]),
]);

/**
 * The scopes in a request. A word that isn't one is kept out in silence: as with Zendesk, the token then only gets 403.
 * https://developer.zendesk.com/api-reference/ticketing/oauth/grant_type_tokens/#scopes
 */
export const readScopes = (text: unknown): readonly string[] =>
  typeof text === 'string' ? [...new Set(text.split(/[\s,]+/))].filter((scope) => known.has(scope)) : [];

const sentences: readonly (readonly [RegExp, string])[] = [
  [/^read$/, 'Read what you can read: tickets, people and groups'],
  [/^write$/, 'Change what you can change'],
  [/^tickets:write$/, 'Add notes to tickets in your name'],
  [/^tickets:read$/, 'Read tickets'],
  [/^users:read$/, 'See your name, address and groups'],
];

/** A scope for the people who are asked. */
export const describeScope = (scope: string): string =>
  sentences.find(([pattern]) => pattern.test(scope))?.[1] ?? scope;
