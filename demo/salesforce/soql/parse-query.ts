import type { FieldValue } from '../rest/sobject.ts';
import type { Condition, Operator, Path, Query } from './query.ts';
import { malformed, readTokens, type Token } from './tokens.ts';

const operators: ReadonlySet<string> = new Set(['=', '!=', '<', '<=', '>', '>=']);
const isOperator = (text: string): text is Operator => operators.has(text);

/**
 * A small part of SOQL: SELECT fields FROM object [WHERE … AND …] [ORDER BY …] [LIMIT n]. What isn't known is refused.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select.htm
 */
export const parseQuery = (text: string): Query => new Parser(text).query();

class Parser {
  readonly #text: string;
  readonly #tokens: readonly Token[];
  #next = 0;

  constructor(text: string) {
    this.#text = text;
    this.#tokens = readTokens(text);
  }

  query(): Query {
    this.#expect('SELECT');
    const fields = this.#take('COUNT') ? this.#count() : this.#list(() => this.#path());
    this.#expect('FROM');
    const object = this.#path();
    const where = this.#take('WHERE') ? this.#conditions() : [];
    const orderBy = this.#take('ORDER') ? this.#order() : [];
    const limit = this.#take('LIMIT') ? this.#number() : null;
    if (this.#token.type !== 'end') throw this.#unexpected();
    return { text: this.#text, fields, object, where, orderBy, limit };
  }

  get #token(): Token {
    return this.#tokens[this.#next] ?? { type: 'end', text: '', at: this.#text.length };
  }

  #is(word: string): boolean {
    return this.#token.type !== 'string' && this.#token.text.toUpperCase() === word;
  }

  #take(word: string): boolean {
    const found = this.#is(word);
    if (found) this.#next += 1;
    return found;
  }

  #expect(word: string): void {
    if (!this.#take(word)) throw this.#unexpected();
  }

  #unexpected() {
    const { at, text, type } = this.#token;
    return malformed(
      this.#text,
      at,
      type === 'end' ? 'unexpected end of query' : `unexpected token: '${text}'`,
    );
  }

  #list<T>(read: () => T): readonly T[] {
    const all = [read()];
    while (this.#take(',')) all.push(read());
    return all;
  }

  #count(): null {
    this.#expect('(');
    this.#expect(')');
    return null;
  }

  #path(): Path {
    const { at, text, type } = this.#token;
    if (type !== 'word' || !/^[A-Za-z]\w*(\.[A-Za-z]\w*){0,2}$/.test(text)) throw this.#unexpected();
    this.#next += 1;
    return { names: text.split('.'), at };
  }

  #conditions(): readonly Condition[] {
    const all = [this.#condition()];
    while (this.#take('AND')) all.push(this.#condition());
    return all;
  }

  #condition(): Condition {
    const field = this.#path();
    const not = this.#take('NOT');
    if (this.#take('IN')) return { field, operator: not ? 'NOT IN' : 'IN', values: this.#values() };
    if (not) throw this.#unexpected();
    if (this.#take('LIKE')) return { field, operator: 'LIKE', value: this.#value() };
    const operator = this.#token.text === '<>' ? '!=' : this.#token.text;
    if (this.#token.type !== 'symbol' || !isOperator(operator)) throw this.#unexpected();
    this.#next += 1;
    return { field, operator, value: this.#value() };
  }

  #values(): readonly FieldValue[] {
    this.#expect('(');
    const values = this.#list(() => this.#value());
    this.#expect(')');
    return values;
  }

  #value(): FieldValue {
    const { text, type } = this.#token;
    const value = type === 'string' ? text : type === 'word' ? literal(text) : undefined;
    if (value === undefined) throw this.#unexpected();
    this.#next += 1;
    return value;
  }

  #order(): Query['orderBy'] {
    this.#expect('BY');
    return this.#list(() => {
      const field = this.#path();
      const descending = this.#take('DESC');
      if (!descending) this.#take('ASC');
      return { field, descending };
    });
  }

  #number(): number {
    const { text, type } = this.#token;
    if (type !== 'word' || !/^\d{1,5}$/.test(text)) throw this.#unexpected();
    this.#next += 1;
    return Number(text);
  }
}

/** What stands without quotes: booleans, null, and times. */
const literal = (word: string): FieldValue | undefined => {
  const lower = word.toLowerCase();
  if (lower === 'null') return null;
  if (lower === 'true' || lower === 'false') return lower === 'true';
  return /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:?\d\d)$/.test(word)
    ? new Date(word).toISOString().replace('Z', '+0000')
    : undefined;
};
