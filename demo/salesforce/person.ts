import { toEighteen } from './record-id.ts';

export const organizationId = toEighteen('00D000000000001');

/** A user of the org. `customPermissions` are API names, from permission sets that are assigned to the user. */
export interface Person {
  readonly login: string;
  readonly id: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly email: string;
  readonly admin: boolean;
  /** By their place in `permissionSets`, `permissionSetGroups` and `publicGroups`. */
  setup: {
    readonly sets: readonly number[];
    readonly groupsOfSets: readonly number[];
    readonly groups: readonly number[];
  };
  customPermissions: readonly string[];
  active: boolean;
}

interface Named {
  readonly id: string;
  readonly name: string;
}

const named = (prefix: string, names: readonly string[]): readonly Named[] =>
  names.map((name, index) => ({ id: toEighteen(`${prefix}${String(index + 1).padStart(12, '0')}`), name }));

export const permissionSets = named('0PS', ['Handrail_Agent', 'Handrail_Supervisor', 'Handrail_Admin']);
/** Groups of permission sets: each is assigned as a permission set of its own, too. */
export const permissionSetGroups = named('0PG', ['Support_Leads']);
export const publicGroups = named('00G', [
  'Web_Support',
  'Support',
  'Service',
  'Customer_Care',
  'Everybody_Outside',
  'Everybody',
  'Company',
]);
export const profiles = named('00e', ['Standard User', 'System Administrator']);

export const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

const person = (
  login: string,
  number: number,
  [firstName, lastName]: readonly [string, string],
  customPermissions: readonly string[],
  setup: Partial<Person['setup']>,
  admin = false,
): Person => ({
  login,
  id: toEighteen(`00500000000000${number}`),
  firstName,
  lastName,
  email: `${login}@acme.example`,
  admin,
  setup: { sets: [], groupsOfSets: [], groups: [], ...setup },
  customPermissions,
  active: true,
});

/** Everybody who can sign in, anew: a simulator's own copy. */
export const createPeople = (): readonly Person[] => [
  person('ada', 1, ['Ada', 'Agent'], ['Handrail_Agent'], { sets: [0], groups: [0] }),
  person('sam', 2, ['Sam', 'Supervisor'], ['Handrail_Agent', 'Handrail_Supervisor'], { groupsOfSets: [0] }),
  person('ann', 3, ['Ann', 'Admin'], ['Handrail_Admin'], { sets: [2] }, true),
  person('nora', 4, ['Nora', 'Norole'], [], {}),
];
