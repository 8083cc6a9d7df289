import { tokenize, tokenTypes } from 'css-tree/tokenizer';

/** What a sheet may refer to, as far as it is here: undefined is still to be loaded, null can't be had. */
export interface CssSources {
  addressOf(url: string): string | null | undefined;
  textOf(url: string): string | null | undefined;
}

/** Rules that load nothing by themselves, and what must still be fetched for them to be whole. */
export interface CheckedCss {
  readonly css: string;
  readonly missingFiles: readonly string[];
  readonly missingSheets: readonly string[];
}

const deepestImport = 5;

/**
 * Rewrites rules so that they name nothing but `blob:` and `data:` addresses and parts of their own document. Works on tokens,
 * not on text, so that no spelling of `url(` gets by; imported sheets are put in place of their `@import`.
 */
export const checkedCss = (source: string, base: string, sources: CssSources, depth = 0): CheckedCss => {
  const missingFiles: string[] = [];
  const missingSheets: string[] = [];

  const address = (written: string): string => {
    const text = written.trim();
    if (text.startsWith('#') || /^data:(image|font|application\/(x-)?font)/i.test(text)) return quoted(text);
    const url = absolute(text, base);
    const found = url === null ? null : sources.addressOf(url);
    if (found === undefined && url !== null) missingFiles.push(url);
    return quoted(found ?? '');
  };
  const imported = (written: string, condition: string): string => {
    const url = absolute(written, base);
    const text = url === null || depth >= deepestImport ? null : sources.textOf(url);
    if (text === undefined && url !== null) missingSheets.push(url);
    if (!text || url === null) return '';
    const inner = checkedCss(text, url, sources, depth + 1);
    missingFiles.push(...inner.missingFiles);
    missingSheets.push(...inner.missingSheets);
    return wrapped(inner.css, condition);
  };

  const css = rewrite(tokensOf(source), { address, imported });
  return { css, missingFiles, missingSheets };
};

interface Token {
  readonly type: number | undefined;
  readonly text: string;
}

const tokensOf = (source: string): readonly Token[] => {
  const tokens: Token[] = [];
  tokenize(source, (type, start, end) => tokens.push({ type, text: source.slice(start, end) }));
  return tokens;
};

interface Rewriting {
  address(written: string): string;
  imported(written: string, condition: string): string;
}

const addressFunctions = /^(url|src|image-set|-webkit-image-set|image|-webkit-cross-fade)\($/i;

const rewrite = (tokens: readonly Token[], { address, imported }: Rewriting): string => {
  let css = '';
  /** For each open bracket, whether strings in it are addresses. */
  const open: boolean[] = [];
  for (let at = 0; at < tokens.length; at++) {
    const { type, text } = tokens[at] as Token;
    if (type === tokenTypes.AtKeyword && /^@import$/i.test(unescaped(text))) {
      const rule = importRule(tokens, at);
      css += imported(rule.written, rule.condition);
      at = rule.end;
      continue;
    }
    if (type === tokenTypes.Function) open.push(addressFunctions.test(unescaped(text)));
    if (type === tokenTypes.LeftParenthesis) open.push(false);
    if (type === tokenTypes.RightParenthesis) open.pop();
    const isAddress = type === tokenTypes.String && open[open.length - 1] === true;
    const isUrl = type === tokenTypes.Url;
    if (type === tokenTypes.BadUrl) continue;
    if (isUrl) css += `url(${address(urlIn(text))})`;
    else css += isAddress ? address(stringIn(text)) : text;
  }
  return css;
};

const importRule = (
  tokens: readonly Token[],
  start: number,
): { readonly written: string; readonly condition: string; readonly end: number } => {
  let written: string | null = null;
  let condition = '';
  let at = start + 1;
  for (; at < tokens.length; at++) {
    const { type, text } = tokens[at] as Token;
    if (type === tokenTypes.Semicolon || type === tokenTypes.LeftCurlyBracket) break;
    if (written !== null) condition += text;
    else if (type === tokenTypes.Url) written = urlIn(text);
    else if (type === tokenTypes.String) {
      written = stringIn(text);
      // `url("…")` is a function token, its string and a bracket.
      if (tokens[at + 1]?.type === tokenTypes.RightParenthesis) at++;
    }
  }
  return { written: written ?? '', condition: condition.trim(), end: at };
};

/** An import's condition as rules around its sheet: `layer(x) supports(y) screen` or a part of these. */
const wrapped = (css: string, condition: string): string => {
  const [, layer, layerName = '', supports, media = ''] =
    /^(layer(?:\(([^)]*)\))?)?\s*(supports\(.*?\)(?=\s|$))?\s*(.*)$/is.exec(condition) ?? [];
  let whole = media ? `@media ${media}{${css}}` : css;
  if (supports) whole = `@supports ${supports.slice('supports'.length)}{${whole}}`;
  return layer ? `@layer ${layerName}{${whole}}` : `${whole}\n`;
};

const unescaped = (text: string): string =>
  text.replace(/\\([0-9a-f]{1,6})\s?|\\(.)/gis, (_, code?: string, plain?: string) =>
    code === undefined ? (plain ?? '') : String.fromCodePoint(Math.min(Number.parseInt(code, 16), 0x10ffff)),
  );

/** The address in an unquoted `url(…)` token. */
const urlIn = (token: string): string => unescaped(token.replace(/^[^(]*\(\s*/, '').replace(/\s*\)?$/, ''));

const stringIn = (token: string): string => unescaped(token.replace(/^["']|["']$/g, ''));

const quoted = (text: string): string =>
  `"${text.replace(/["\\\n]/g, (each) => `\\${each.codePointAt(0)?.toString(16)} `)}"`;

const absolute = (written: string, base: string): string | null => {
  if (!URL.canParse(written, base || undefined)) return null;
  const url = new URL(written, base || undefined);
  return url.protocol === 'https:' || url.protocol === 'http:' ? url.href : null;
};
