const escapes: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  "'": "\\'",
  '"': '\\"',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
  '\b': '\\b',
  '\f': '\\f',
};

/**
 * A SOQL query with its values as quoted, escaped strings, and lists of them in brackets for `IN`: jsforce binds no parameters.
 * https://developer.salesforce.com/docs/atlas.en-us.soql_sosl.meta/soql_sosl/sforce_api_calls_soql_select_quotedstringescapes.htm
 */
export const soql = (
  parts: TemplateStringsArray,
  ...values: readonly (string | readonly string[])[]
): string =>
  String.raw(
    { raw: parts },
    ...values.map((value) =>
      typeof value === 'string' ? quoted(value) : `(${value.map(quoted).join(', ')})`,
    ),
  );

const quoted = (value: string): string =>
  `'${value.replace(/[\\'"\n\r\t\b\f]/g, (character) => escapes[character] ?? character)}'`;
