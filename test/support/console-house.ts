import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JWTPayload } from 'jose';
import pino from 'pino';
import { createApp } from '../../server/app.ts';
import { readConfig } from '../../server/config/config.ts';
import { readEnvironment } from '../../server/config/environment.ts';
import { sha256Text } from '../../server/crypto/digest.ts';
import { type BoundBearer, makeProof, makeProofKey } from '../../widgets/link/proof-key.ts';
import { type ConsoleKey, makeConsoleKey } from '../server/auth/console-keys.ts';

/** The companies of this house, each with a console that signs by a key of its own. */
type Company = 'acme-desk' | 'other-desk';

/** The whole server over consoles that sign JWTs, without a browser: what a page's script can send, and more. */
export interface ConsoleHouse {
  readonly origin: string;
  /** Where it listens: `http://127.0.0.1:<port>`. */
  readonly address: string;
  readonly keys: Readonly<Record<Company, ConsoleKey>>;
  readonly dataFolder: string;
  /** Bugs only. */
  readonly logged: readonly string[];
  /** What Acme's console signs about Ada, an agent, with these claims in place of its own. */
  sign(change?: JWTPayload, company?: Company): Promise<string>;
  /** Exchanges what was signed, as a panel does; `more` is added to the body. */
  exchange(assertion: string, options?: ExchangeOptions): Promise<Answer>;
  /** A bearer for what was signed. */
  enter(change?: JWTPayload, company?: Company): Promise<BoundBearer>;
  call(who: BoundBearer | null, method: string, path: string, request?: Request): Promise<Answer>;
  /** Asks for a session; the answer. */
  start(who: BoundBearer, body: object): Promise<Answer>;
  stop(): Promise<void>;
}

interface ExchangeOptions {
  readonly company?: Company;
  readonly more?: object;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Request {
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

/** What the answers that tests look into may hold. */
interface AnswerBody {
  readonly code?: string;
  readonly token?: string;
  readonly credential?: string;
  readonly name?: string;
  readonly roles?: readonly string[];
  readonly agent?: {
    readonly name: string;
    readonly roles: readonly string[];
    readonly permissions: readonly string[];
  };
  readonly session?: { readonly id: string; readonly caseId: string; readonly caseNumber: string };
  readonly state?: { readonly name: string };
  readonly sessions?: readonly { readonly id: string }[];
}

interface Answer {
  readonly status: number;
  readonly body: AnswerBody;
  readonly headers: Headers;
}

const nonce = 'n'.repeat(22);
/** Where the customers of a company are. */
export const siteOf = (company: Company): string => `https://shop.${company}.test`;
const issuerOf = (company: Company): string => `https://${company}.test`;

export const openConsoleHouse = async (): Promise<ConsoleHouse> => {
  const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-consoles-'));
  const keys = { 'acme-desk': makeConsoleKey(), 'other-desk': makeConsoleKey() } as const;
  const tenantsFile = join(dataFolder, 'tenants.json');
  const config = { ...readConfig(readEnvironment({})), dataFolder, tenantsFile };
  const companies = Object.keys(keys) as Company[];
  const tenants = companies.map((company) =>
    tenantOf(company, { key: keys[company], origin: config.origin }),
  );
  writeFileSync(tenantsFile, JSON.stringify(tenants), { mode: 0o600 });
  const logged: string[] = [];
  const log = pino({ level: 'error' }, { write: (line: string) => void logged.push(line) });
  const app = await createApp({ config, log });
  app.server.listen(0, '127.0.0.1');
  await once(app.server, 'listening');
  const address = `http://127.0.0.1:${(app.server.address() as AddressInfo).port}`;
  app.start();

  const call: ConsoleHouse['call'] = async (who, method, path, { body, headers = {} } = {}) => {
    const url = `${config.origin}${path}`;
    const proven = who && {
      authorization: `DPoP ${who.token}`,
      dpop: await makeProof(who, { method, url, at: Date.now() }),
    };
    const response = await fetch(`${address}${path}`, {
      method,
      headers: {
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...proven,
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text.startsWith('{') ? JSON.parse(text) : text,
      headers: response.headers,
    };
  };
  const key = await makeProofKey();
  const sign: ConsoleHouse['sign'] = (change = {}, company = 'acme-desk') => {
    const at = Math.floor(Date.now() / 1000);
    const own = { iss: issuerOf(company), aud: config.origin, sub: 'ada', iat: at, exp: at + 60, nonce };
    const says = { jti: crypto.randomUUID(), name: 'Ada Agent', roles: ['support'] };
    return keys[company].sign({ ...own, ...says, ...change });
  };
  const exchange: ConsoleHouse['exchange'] = (
    assertion,
    { company = 'acme-desk', more = {}, headers = {} } = {},
  ) => {
    const proof = { by: 'assertion', assertion, nonce };
    const body = { tenantId: company, publicKey: key.publicKey, proof, ...more };
    return call(null, 'POST', '/api/auth/assertions', { body, headers });
  };

  return {
    origin: config.origin,
    address,
    keys,
    dataFolder,
    logged,
    sign,
    exchange,
    enter: async (change = {}, company = 'acme-desk') => {
      const { status, body } = await exchange(await sign(change, company), { company });
      if (status !== 201 || !body.token) throw new Error(`Not let in: ${JSON.stringify(body)}`);
      return { token: body.token, key };
    },
    call,
    start: (who, body) =>
      call(who, 'POST', '/api/sessions', {
        body: { proofHash: sha256Text(crypto.randomUUID()), ...body },
      }),
    stop: async () => {
      await app.stop();
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};

interface TenantNeeds {
  readonly key: ConsoleKey;
  readonly origin: string;
}

const tenantOf = (id: Company, { key, origin }: TenantNeeds) => ({
  id,
  name: id,
  settings: {
    crm: {
      kind: 'jwt',
      consoleName: 'Help Desk',
      frameAncestors: [issuerOf(id)],
      issuer: issuerOf(id),
      audience: origin,
      keys: { by: 'pem', pems: [key.publicPem] },
      algorithms: ['RS256'],
      rolesClaim: 'roles',
    },
    logoUrl: null,
    sites: [{ name: 'Shop', origin: siteOf(id), url: `${siteOf(id)}/` }],
    roleRules: [
      { source: 'jwt.role', id: 'support', name: 'support', role: 'agent' },
      { source: 'jwt.role', id: 'boss', name: 'boss', role: 'admin' },
    ],
    assetHosts: [],
    maskSelectors: [],
    showInputSelectors: [],
    linkLifetimeMs: 3_600_000,
    sessionLimitMs: 3_600_000,
  },
});
