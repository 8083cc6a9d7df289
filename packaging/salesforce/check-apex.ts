import { fileURLToPath } from 'node:url';
import { ApexErrorListener, ApexParserFactory } from '@apexdevtools/apex-parser';
import { format, resolveConfig } from 'prettier';

/** The formatter reads its own rules from beside the source. */
const anyClass = fileURLToPath(new URL('../../sfdx-project/force-app/a.cls', import.meta.url));

class Collected extends ApexErrorListener {
  readonly found: string[] = [];

  override apexSyntaxError(line: number, column: number, message: string): void {
    this.found.push(`line ${line}, column ${column + 1}: ${message}`);
  }
}

/** What is wrong with an Apex class, as far as its text says: it doesn’t parse, or is not formatted. */
export const checkApex = async (text: string): Promise<readonly string[]> => {
  const errors = new Collected();
  const { parser } = ApexParserFactory.createLexerAndParser(text, errors);
  parser.compilationUnit();
  if (errors.found.length > 0) return errors.found;
  const options = await resolveConfig(anyClass);
  const formatted = await format(text, { ...options, filepath: anyClass });
  return formatted === text ? [] : ['is not formatted: npm run format:salesforce'];
};
