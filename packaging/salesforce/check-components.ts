import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';
import { format, resolveConfig } from 'prettier';

const project = fileURLToPath(new URL('../../sfdx-project/', import.meta.url));
const linter = new ESLint({ cwd: project });

/** What Salesforce’s own rules say about a component’s script; the path, below the project, decides which rules apply. */
export const checkScript = async (path: string, text: string): Promise<readonly string[]> => {
  const results = await linter.lintText(text, { filePath: path, warnIgnored: true });
  return results.flatMap(({ messages }) =>
    messages.map(({ line, message, ruleId }) => `line ${line}: ${message} (${ruleId ?? 'parser'})`),
  );
};

/** Whether a component’s template is formatted, and can be read at all. */
export const checkTemplate = async (path: string, text: string): Promise<readonly string[]> => {
  const filepath = `${project}${path}`;
  try {
    const formatted = await format(text, { ...(await resolveConfig(filepath)), filepath });
    return formatted === text ? [] : ['is not formatted: npm run format:salesforce'];
  } catch (error) {
    if (error instanceof SyntaxError) return [error.message];
    throw error;
  }
};
