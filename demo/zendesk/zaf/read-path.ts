import type { ConsoleFacts } from './console-facts.ts';
import type { Instance } from './instance.ts';

interface Readable {
  readonly facts: ConsoleFacts;
  readonly instances: readonly Instance[];
}

/** What every place can ask for, and what only some can. https://developer.zendesk.com/api-reference/apps/apps-support-api/introduction/ */
const everywhere = ['currentUser', 'currentAccount', 'instances'];
const rootsOf: Readonly<Record<string, readonly string[]>> = {
  ticket_sidebar: ['ticket', ...everywhere],
  new_ticket_sidebar: ['ticket', ...everywhere],
  user_sidebar: ['user', ...everywhere],
  top_bar: everywhere,
  background: everywhere,
};

/** Each path's value; what doesn't exist is an error of its own and no failure of the whole. */
export const readPaths = (
  { location }: Instance,
  paths: readonly string[],
  { facts, instances }: Readable,
): Record<string, unknown> => {
  const all = { ...facts, instances: describe(instances, facts) };
  const errors: Record<string, { message: string }> = {};
  const values = paths.map((path) => {
    const parts = path.split('.');
    const allowed = rootsOf[location]?.includes(parts[0] ?? '') ?? false;
    const value = allowed ? parts.reduce<unknown>(child, all) : undefined;
    if (value === undefined) errors[path] = { message: `No such Api: ${path}` };
    return [path, value] as const;
  });
  return { ...Object.fromEntries(values), errors };
};

const describe = (instances: readonly Instance[], { currentAccount }: ConsoleFacts) =>
  Object.fromEntries(
    instances.map(({ guid, location }) => [
      guid,
      { instanceGuid: guid, product: 'support', account: currentAccount, location },
    ]),
  );

const child = (value: unknown, name: string): unknown =>
  typeof value === 'object' && value !== null && Object.hasOwn(value, name)
    ? (value as Readonly<Record<string, unknown>>)[name]
    : undefined;
