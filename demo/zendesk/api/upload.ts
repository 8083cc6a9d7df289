import type { IncomingMessage } from 'node:http';
import { secret } from '../../oauth/secret.ts';
import { bodyOf } from '../../serving/body-of.ts';
import { createContentKeeper, type KeptContent } from '../../serving/kept-content.ts';
import { Refusal } from './refusal.ts';

/** A file that is on no ticket yet, or on one. */
export interface Attachment extends KeptContent {
  readonly id: number;
  /** In the address that opens it. */
  readonly token: string;
  readonly fileName: string;
  readonly contentType: string;
}

/** Files that wait for a comment. */
export interface Uploads {
  /** @throws Refusal when it is too large. */
  receive(
    req: IncomingMessage,
    fileName: string,
  ): Promise<{ readonly token: string; readonly attachment: Attachment }>;
  /** Takes it for a comment: a token is good once, for an hour. */
  take(token: string): Attachment | null;
  delete(token: string): boolean;
  /** Those that no comment has: until then, anybody who is signed in may open them. */
  readonly unattached: readonly Attachment[];
  readonly waiting: number;
}

/** https://support.zendesk.com/hc/en-us/articles/4408832757146: 50 MB a file. */
const longest = 50 * 1024 * 1024;
const lifetimeMs = 60 * 60_000;

export const createUploads = (now: () => number): Uploads => {
  const waiting = new Map<string, { readonly attachment: Attachment; readonly until: number }>();
  let lastId = 7_000_000;

  return {
    receive: async (req, fileName) => {
      const keeper = createContentKeeper();
      for await (const chunk of bodyOf(req)) {
        if (keeper.bytes + chunk.length > longest) throw tooLarge();
        keeper.take(chunk);
      }
      lastId += 1;
      const attachment = {
        id: lastId,
        token: secret(),
        fileName,
        contentType: req.headers['content-type'] ?? 'application/octet-stream',
        ...keeper.kept(),
      };
      const token = secret();
      waiting.set(token, { attachment, until: now() + lifetimeMs });
      return { token, attachment };
    },
    take: (token) => {
      const found = waiting.get(token);
      waiting.delete(token);
      return found && found.until > now() ? found.attachment : null;
    },
    delete: (token) => waiting.delete(token),
    get unattached() {
      return [...waiting.values()].filter(({ until }) => until > now()).map(({ attachment }) => attachment);
    },
    get waiting() {
      return waiting.size;
    },
  };
};

const tooLarge = (): Refusal =>
  new Refusal(413, { error: 'AttachmentTooLarge', description: 'Attachment is too large' });
