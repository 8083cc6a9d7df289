import * as v from 'valibot';
import { EnvironmentSchema } from './environment.ts';

/** The text of `docs/configuration.md`. */
export const configurationDocument = (): string => `# Configuration

Handrail is configured by environment variables alone; what a tenant decides is in its settings. With none set, \`npm start\` gives the
demo. A variable that begins with \`HANDRAIL_\` and is not in this table stops the start, as does a value that is not as it should be.

<!-- Written by \`npx node server/config/write-table.ts\` from server/config/environment.ts. -->

| variable | default | what it is |
| --- | --- | --- |
${Object.entries(EnvironmentSchema.entries).map(rowOf).join('\n')}
`;

const rowOf = ([name, schema]: [string, v.GenericSchema]): string => {
  const text = v.getDefault(schema);
  const shown = typeof text === 'string' && text !== '' ? `\`${text}\`` : '';
  return `| \`${name}\` | ${shown} | ${v.getDescription(schema)} |`;
};
