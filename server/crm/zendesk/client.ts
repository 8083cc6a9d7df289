import zendesk from 'node-zendesk';
import * as v from 'valibot';
import type { CrmDoor } from '../door.ts';
import { readAnswer } from '../read-answer.ts';
import { jsonOf } from '../refusals.ts';

export type ZendeskClient = ReturnType<typeof zendesk.createClient>;

/** The client trips over an answer that is no object, and over a record in it that is null. */
const NamedRecords = v.pipe(
  v.looseObject({}),
  v.transform((answer) => Object.fromEntries(Object.entries(answer).filter(([, record]) => record !== null))),
);

interface ClientRequest {
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly body?: string;
}

/**
 * node-zendesk over our door. The door throws what is refused: by itself the client hands a 429 over as a result, and loses the
 * status of other errors.
 */
export const zendeskClient = (base: string, door: CrmDoor): ZendeskClient =>
  zendesk.createClient({
    endpointUri: `${base}/api/v2`,
    oauth: true,
    // The client insists on a token; the door puts the live one in.
    token: 'set by the door',
    throwOriginalException: true,
    transportConfig: {
      transportFn: (url: string, { method, headers, body }: ClientRequest) =>
        door({ method, url, headers, body }),
      responseAdapter: ({ status, headers, text }: Awaited<ReturnType<CrmDoor>>) => ({
        status,
        headers: { get: (name: string) => headers[name.toLowerCase()] ?? null },
        json: async () => readAnswer(NamedRecords, jsonOf(text)),
      }),
    },
  });
