import zendesk from 'node-zendesk';
import type { CrmDoor } from '../door.ts';
import { jsonOf } from '../refusals.ts';

export type ZendeskClient = ReturnType<typeof zendesk.createClient>;

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
        json: async () => jsonOf(text),
      }),
    },
  });
