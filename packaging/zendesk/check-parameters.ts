import type { Manifest, Parameter } from './manifest.ts';

/** What the shape of a parameter alone doesn't say. */
export const checkParameters = ({ parameters }: Manifest): readonly string[] => {
  const names = parameters.map(({ name }) => name);
  const twice = names.filter((name, index) => names.indexOf(name) !== index);
  return [
    ...twice.map((name) => say(name, 'is there twice')),
    ...parameters.flatMap((parameter) =>
      problemsOf(parameter).map((problem) => say(parameter.name, problem)),
    ),
    ...(parameters.filter(({ type }) => type === 'oauth').length > 1
      ? ['manifest.json: parameters: only one can be of type oauth']
      : []),
  ];
};

const say = (name: string, problem: string): string => `manifest.json: parameters: “${name}” ${problem}`;

const problemsOf = ({ name, type, required, secure, scopes, ...rest }: Parameter): readonly string[] => {
  const problems: string[] = [];
  if (name === 'name') problems.push('is Zendesk’s own');
  if (type === 'hidden' && required) problems.push('is hidden, so nobody could fill it in');
  if (type === 'oauth' && secure) problems.push('is of type oauth, which can’t be secure');
  if (secure && !scopes?.length) problems.push('is secure and needs scopes');
  if (!secure && scopes) problems.push('has scopes and isn’t secure');
  if ((secure || type === 'hidden') && 'default' in rest)
    problems.push('has a default that everybody can read');
  if (!secure && type === 'text' && /token|key|pwd|password/i.test(name))
    problems.push('holds a secret and must be secure');
  return problems;
};
