import { Refusal } from '../rest/refusal.ts';

export type Token =
  | { readonly type: 'word' | 'symbol'; readonly text: string; readonly at: number }
  | { readonly type: 'string'; readonly text: string; readonly at: number }
  | { readonly type: 'end'; readonly text: ''; readonly at: number };

const pattern = /\s*(?:('(?:[^'\\]|\\.)*')|([A-Za-z0-9_][A-Za-z0-9_.:+-]*)|(<=|>=|!=|<>|[=<>(),]))/y;

const escapes: Readonly<Record<string, string>> = {
  n: '\n',
  r: '\r',
  t: '\t',
  b: '\b',
  f: '\f',
  '"': '"',
  "'": "'",
  '\\': '\\',
};

/** https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm */
const unquoted = (query: string, quoted: string, at: number): string =>
  quoted.slice(1, -1).replace(/\\(.)/gs, (_, c: string) => {
    const plain = escapes[c];
    if (plain === undefined) throw malformed(query, at, `Illegal string literal`);
    return plain;
  });

/** A query's words. @throws Refusal `MALFORMED_QUERY`. */
export const readTokens = (query: string): readonly Token[] => {
  const tokens: Token[] = [];
  pattern.lastIndex = 0;
  while (query.slice(pattern.lastIndex).trim() !== '') {
    const at = pattern.lastIndex;
    const match = pattern.exec(query);
    if (!match) throw malformed(query, at, `unexpected token: '${query.slice(at).trim()[0]}'`);
    const start = pattern.lastIndex - match[0].trimStart().length;
    const [, quoted, word, symbol] = match;
    if (quoted !== undefined)
      tokens.push({ type: 'string', text: unquoted(query, quoted, start), at: start });
    else if (word !== undefined) tokens.push({ type: 'word', text: word, at: start });
    else tokens.push({ type: 'symbol', text: symbol ?? '', at: start });
  }
  return [...tokens, { type: 'end', text: '', at: query.length }];
};

/** Errors show the query and point at the place, as Salesforce's do. */
export const queryError = (code: string, query: string, at: number, message: string): Refusal => {
  const shown = query.slice(Math.max(0, at - 30), at + 40);
  const pointer = `${' '.repeat(Math.min(30, at))}^`;
  return new Refusal(400, code, `\n${shown}\n${pointer}\nERROR at Row:1:Column:${at + 1}\n${message}`);
};

export const malformed = (query: string, at: number, message: string): Refusal =>
  queryError('MALFORMED_QUERY', query, at, message);
