import type { Request } from 'express';
import { badRequest } from './refusal.ts';

const number = (value: unknown, fallback: number, name: string): number => {
  if (value === undefined) return fallback;
  const parsed = Number(value);
  if (!Number.isInteger(parsed) || parsed < 1) throw badRequest(`${name} must be a positive integer`);
  return parsed;
};

/**
 * One page of a list under its name, by cursor if `page[size]` is given, else by offset, 100 rows at most.
 * https://developer.zendesk.com/api-reference/introduction/pagination/
 */
export const paginate = <T>(req: Request, origin: string, name: string, rows: readonly T[]): object => {
  const url = new URL(req.originalUrl, origin);
  const link = (changes: Readonly<Record<string, string>>): string => {
    const next = new URL(url);
    for (const [key, value] of Object.entries(changes)) next.searchParams.set(key, value);
    return next.href;
  };

  const size = url.searchParams.get('page[size]');
  if (size !== null) {
    const perPage = Math.min(100, number(size, 100, 'page[size]'));
    const after = url.searchParams.get('page[after]');
    const from = after === null ? 0 : Number(Buffer.from(after, 'base64url').toString());
    const cursor = Buffer.from(String(from + perPage)).toString('base64url');
    const more = from + perPage < rows.length;
    return {
      [name]: rows.slice(from, from + perPage),
      meta: { has_more: more, after_cursor: more ? cursor : null, before_cursor: null },
      links: { next: more ? link({ 'page[after]': cursor }) : null, prev: null },
    };
  }

  const perPage = Math.min(100, number(url.searchParams.get('per_page') ?? undefined, 100, 'per_page'));
  const page = number(url.searchParams.get('page') ?? undefined, 1, 'page');
  const from = (page - 1) * perPage;
  return {
    [name]: rows.slice(from, from + perPage),
    next_page: from + perPage < rows.length ? link({ page: String(page + 1) }) : null,
    previous_page: page > 1 ? link({ page: String(page - 1) }) : null,
    count: rows.length,
  };
};
