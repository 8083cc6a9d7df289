export interface Group {
  readonly id: number;
  readonly name: string;
}

/** Somebody who can sign in, or whom tickets are about. */
export interface Person {
  readonly login: string;
  readonly id: number;
  readonly name: string;
  readonly email: string;
  role: 'end-user' | 'agent' | 'admin';
  /** Of the Enterprise plan; null: one of the three standard ones. */
  customRoleId: number | null;
  userFields: Readonly<Record<string, string | boolean | null>>;
  readonly locale: string;
  readonly timeZone: string;
  groupIds: readonly number[];
  active: boolean;
  suspended: boolean;
}

export const supportGroup: Group = { id: 360001000001, name: 'Support' };
export const handrailAgents: Group = { id: 360001000002, name: 'Handrail agents' };
export const handrailSupervisors: Group = { id: 360001000003, name: 'Handrail supervisors' };
export const customRoles: readonly Group[] = [{ id: 360002000001, name: 'Team lead' }];
export const groups: readonly Group[] = [supportGroup, handrailAgents, handrailSupervisors];

const person = (
  login: string,
  id: number,
  name: string,
  email: string,
  role: Person['role'],
  memberOf: readonly Group[],
  more: Partial<Pick<Person, 'customRoleId' | 'userFields' | 'locale' | 'timeZone'>> = {},
): Person => ({
  login,
  id,
  name,
  email,
  role,
  customRoleId: null,
  userFields: {},
  locale: 'en-US',
  timeZone: 'Etc/UTC',
  ...more,
  groupIds: memberOf.map((g) => g.id),
  active: true,
  suspended: false,
});

/** Everybody, anew: a simulator's own copy. */
export const createPeople = (): readonly Person[] => [
  person('ada', 900100001, 'Ada Agent', 'ada@acme.example', 'agent', [supportGroup, handrailAgents], {
    userFields: { shift: 'early', trainer: true, desk_phone: null },
  }),
  person(
    'sam',
    900100002,
    'Sam Supervisor',
    'sam@acme.example',
    'agent',
    [supportGroup, handrailSupervisors],
    { customRoleId: 360002000001 },
  ),
  person('ann', 900100003, 'Ann Admin', 'ann@acme.example', 'admin', [supportGroup]),
  person('nora', 900100004, 'Nora Norole', 'nora@acme.example', 'agent', [supportGroup]),
  person('robin', 900200001, 'Robin Fields', 'robin.fields@mail.example', 'end-user', [], {
    locale: 'en-GB',
    timeZone: 'Europe/London',
  }),
  person('mina', 900200002, 'Mina Okafor', 'mina.okafor@mail.example', 'end-user', []),
  person('tomas', 900200003, 'Tomás Herrera', 'tomas.herrera@mail.example', 'end-user', [], {
    locale: 'es',
    timeZone: 'Europe/Madrid',
  }),
];
