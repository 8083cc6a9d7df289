import { createHash, randomBytes } from 'node:crypto';
import type { Running } from '../../demo/serving/running.ts';

export const client = {
  id: 'handrail-demo',
  secret: 'a secret for this test alone',
  name: 'Handrail',
  redirectUris: ['http://handrail.localhost:8080/auth/callback'],
};

const paths = {
  zendesk: {
    ask: '/oauth/authorizations/new',
    answer: '/oauth/authorizations',
    token: '/oauth/tokens',
    scope: 'read tickets:write',
  },
  salesforce: {
    ask: '/services/oauth2/authorize',
    answer: '/setup/secur/RemoteAccessAuthorizationPage.apexp',
    token: '/services/oauth2/token',
    scope: 'api refresh_token openid custom_permissions',
  },
};

export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  /** The body if it is JSON, else null. */
  readonly body: unknown;
}

export interface Tokens {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** A person in front of a simulated CRM, and the application that they sign in to. */
export interface ConsentingPerson {
  /** Where the authorization request sends the person: the client's address, or null when a page asks them. */
  readonly ask: (changes?: Readonly<Record<string, string | null>>) => Promise<URL | null>;
  /** Answers the page, and goes where it leads. */
  readonly answer: (
    what: 'allow' | 'deny',
    changes?: Readonly<Record<string, string | null>>,
  ) => Promise<URL>;
  readonly token: (body: Readonly<Record<string, string>>, type?: 'form' | 'json') => Promise<Answer>;
  /** The whole way: asked, allowed, exchanged. */
  readonly signIn: (changes?: Readonly<Record<string, string | null>>) => Promise<Tokens>;
  readonly api: (path: string, token: string, init?: RequestInit) => Promise<Answer>;
  readonly control: (asked: object) => Promise<void>;
  readonly verifier: string;
}

const read = async (response: Response): Promise<Answer> => {
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, body: isJson ? JSON.parse(text) : null };
};

/** Signs in to the CRM's own pages as `login`. */
export const consentingPerson = async (
  kind: keyof typeof paths,
  { origin, port }: Running,
  login: string,
): Promise<ConsentingPerson> => {
  const base = `http://127.0.0.1:${port}`;
  const { answer, ask, scope, token } = paths[kind];
  const signedIn = await fetch(`${base}/login?user=${login}`, { redirect: 'manual' });
  const cookie = signedIn.headers.getSetCookie()[0]?.split(';')[0] ?? '';
  const verifier = randomBytes(32).toString('base64url');
  const query = (changes: Readonly<Record<string, string | null>> = {}): string => {
    const asked: Record<string, string | null> = {
      response_type: 'code',
      client_id: client.id,
      redirect_uri: client.redirectUris[0] ?? '',
      scope,
      state: 'a state',
      code_challenge: createHash('sha256').update(verifier).digest('base64url'),
      code_challenge_method: 'S256',
      ...changes,
    };
    const present = Object.entries(asked).filter((entry): entry is [string, string] => entry[1] !== null);
    return `${ask}?${new URLSearchParams(present)}`;
  };

  const person: ConsentingPerson = {
    verifier,
    ask: async (changes) => {
      const response = await fetch(base + query(changes), { headers: { cookie }, redirect: 'manual' });
      const location = response.headers.get('location');
      return location === null ? null : new URL(location, origin);
    },
    answer: async (what, changes) => {
      const response = await fetch(base + answer, {
        method: 'POST',
        redirect: 'manual',
        headers: { cookie, origin },
        body: new URLSearchParams({ request: query(changes), answer: what }),
      });
      return new URL(response.headers.get('location') ?? '', origin);
    },
    token: async (body, type = 'form') => {
      const all = { client_id: client.id, client_secret: client.secret, ...body };
      return read(
        await fetch(base + token, {
          method: 'POST',
          ...(type === 'form'
            ? { body: new URLSearchParams(all) }
            : { body: JSON.stringify(all), headers: { 'content-type': 'application/json' } }),
        }),
      );
    },
    signIn: async (changes) => {
      const back = (await person.ask(changes)) ?? (await person.answer('allow', changes));
      const answered = await person.token(exchange(back, verifier));
      return answered.body as Tokens;
    },
    api: async (path, access, init = {}) =>
      read(
        await fetch(base + path, {
          ...init,
          headers: {
            'content-type': 'application/json',
            authorization: `Bearer ${access}`,
            ...Object.fromEntries(new Headers(init.headers)),
          },
        }),
      ),
    control: async (asked) => {
      const response = await fetch(`${base}/__control`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      });
      if (response.status !== 204) throw new Error(`Refused: ${await response.text()}`);
    },
  };
  return person;
};

/** The body that exchanges the code in an address that the person came back to. */
export const exchange = (back: URL, verifier: string): Readonly<Record<string, string>> => ({
  grant_type: 'authorization_code',
  code: back.searchParams.get('code') ?? '',
  redirect_uri: client.redirectUris[0] ?? '',
  code_verifier: verifier,
});
