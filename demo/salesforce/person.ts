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
  customPermissions: readonly string[];
  active: boolean;
}

export const nameOf = ({ firstName, lastName }: Person): string => `${firstName} ${lastName}`;

const person = (
  login: string,
  number: number,
  [firstName, lastName]: readonly [string, string],
  customPermissions: readonly string[],
  admin = false,
): Person => ({
  login,
  id: toEighteen(`00500000000000${number}`),
  firstName,
  lastName,
  email: `${login}@acme.example`,
  admin,
  customPermissions,
  active: true,
});

/** Everybody who can sign in, anew: a simulator's own copy. */
export const createPeople = (): readonly Person[] => [
  person('ada', 1, ['Ada', 'Agent'], ['Handrail_Agent']),
  person('sam', 2, ['Sam', 'Supervisor'], ['Handrail_Agent', 'Handrail_Supervisor']),
  person('ann', 3, ['Ann', 'Admin'], ['Handrail_Admin'], true),
  person('nora', 4, ['Nora', 'Norole'], []),
];
