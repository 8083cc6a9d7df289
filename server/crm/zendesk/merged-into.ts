import type { Comments } from './answers.ts';

/**
 * To confirm on a live account: no field says where a merged ticket went. Zendesk closes it with a last comment, “This request was
 * closed and merged into request #5 …”, in the account's language and changeable by the agent.
 */
export const mergedInto = (comments: Comments): number | null => {
  const last = comments.at(-1)?.plain_body ?? '';
  const number = /merged into request #([1-9]\d{0,14})\b/.exec(last)?.[1] ?? onlyNumberIn(last);
  return number === undefined ? null : Number(number);
};

/** In another language there is still the number; when there are several, nobody knows which. */
const onlyNumberIn = (text: string): string | undefined => {
  const numbers = new Set([...text.matchAll(/#([1-9]\d{0,14})\b/g)].map(([, number]) => number));
  return numbers.size === 1 ? [...numbers][0] : undefined;
};
