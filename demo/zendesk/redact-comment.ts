import { createHash } from 'node:crypto';
import { secret } from '../oauth/secret.ts';
import { wrapped } from './api/present.ts';
import { contentUrl } from './content-url.ts';
import { plainTextOf } from './plain-text-of.ts';
import type { Comment } from './ticket.ts';

interface Redaction {
  /** The comment's markup with `<redact>` round what is to go. */
  readonly html: string | undefined;
  readonly urls: readonly string[];
  readonly origin: string;
  readonly nextId: () => number;
}

/** The comment with these words and files gone for good; null when they are not of this comment. */
export const redactComment = (
  comment: Comment,
  { html, urls, origin, nextId }: Redaction,
): Comment | null => {
  const mine = comment.attachments.map((one) => contentUrl(origin, one));
  const isOurs = html === undefined || html.replaceAll(/<\/?redact>/g, '') === wrapped(comment);
  if (!isOurs || urls.some((url) => !mine.includes(url))) return null;
  return {
    ...comment,
    ...(html === undefined ? {} : wordsOf(comment, html)),
    attachments: comment.attachments.map((one) =>
      urls.includes(contentUrl(origin, one)) ? placeholder(nextId()) : one,
    ),
  };
};

const redactTag = /<redact>(.*?)<\/redact>/gs;

const wordsOf = ({ plainBody, htmlBody }: Comment, html: string) => {
  const words = [...html.matchAll(redactTag)].map(([, text = '']) => text);
  const blacken = (body: string, of: (text: string) => string) =>
    words.reduce((text, word) => text.replaceAll(of(word), () => black(plainTextOf(word))), body);
  return {
    plainBody: blacken(plainBody, plainTextOf),
    htmlBody: blacken(htmlBody, (word) => word),
  };
};

const black = (text: string): string => '▇'.repeat([...text].length);

/** https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/#redact-comment-attachment */
const placeholder = (id: number): Comment['attachments'][number] => ({
  id,
  token: secret(),
  fileName: 'redacted.txt',
  contentType: 'text/plain',
  bytes: 0,
  sha256: createHash('sha256').digest('hex'),
  content: Buffer.alloc(0),
});
