/** Somebody who works at the help desk. `roles` are the company's own words: Handrail's rules say what they mean there. */
export interface Person {
  readonly login: string;
  readonly name: string;
  readonly email: string;
  readonly roles: readonly string[];
}

const person = (login: string, name: string, roles: readonly string[]): Person => ({
  login,
  name,
  email: `${login}@acme.example`,
  roles,
});

export const people: readonly Person[] = [
  person('ada', 'Ada Agent', ['support']),
  person('sam', 'Sam Supervisor', ['support', 'support-lead']),
  person('ann', 'Ann Admin', ['it-admin']),
  person('nora', 'Nora Norole', []),
];

export const personCalled = (login: string): Person | null =>
  people.find((one) => one.login === login) ?? null;
