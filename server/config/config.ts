import { resolve } from 'node:path';
import { type Environment, readEnvironment } from './environment.ts';

/** What the operator decided. Everything that a tenant decides is in the database. */
export interface Config {
  readonly port: number;
  readonly host: string;
  /** Where browsers reach Handrail, without a slash at its end. */
  readonly origin: string;
  readonly dataFolder: string;
  /** Null: the embedded database in the data folder. */
  readonly databaseUrl: string | null;
  /** Where this server and its disk are; null: not said. */
  readonly region: string | null;
  /** Tenants that may use the identity of this machine for their storage. */
  readonly machineRoleTenants: ReadonlySet<string>;
  readonly spoolLimitBytes: number;
  /** ClamAV: `host:port` or a socket's path; null: files are not scanned. */
  readonly clamd: string | null;
  readonly tenantsFile: string | null;
  /** Hosts that resolve to 127.0.0.1, may be http, and are exempt from the block on private addresses. */
  readonly localHosts: ReadonlySet<string>;
  readonly trustProxyHops: number;
  readonly logLevel: string;
}

/** Decides from the environment; refuses what would be unsafe. @throws Error in words for the operator. */
export const readConfig = (environment: Environment = readEnvironment()): Config => {
  const origin = environment.HANDRAIL_ORIGIN ?? `http://handrail.localhost:${environment.HANDRAIL_PORT}`;
  refuseUnsafeOrigin(origin);
  return {
    port: environment.HANDRAIL_PORT,
    host: environment.HANDRAIL_HOST,
    origin,
    dataFolder: resolve(environment.HANDRAIL_DATA),
    databaseUrl: environment.DATABASE_URL ?? null,
    region: environment.HANDRAIL_REGION ?? null,
    machineRoleTenants: new Set(environment.HANDRAIL_MACHINE_ROLE_TENANTS),
    spoolLimitBytes: environment.HANDRAIL_SPOOL_LIMIT_MB * 1024 ** 2,
    clamd: environment.HANDRAIL_CLAMD ?? null,
    tenantsFile: environment.HANDRAIL_TENANTS ? resolve(environment.HANDRAIL_TENANTS) : null,
    localHosts: new Set(environment.HANDRAIL_UNSAFE_LOCAL_HOSTS),
    trustProxyHops: environment.HANDRAIL_TRUST_PROXY_HOPS,
    logLevel: environment.HANDRAIL_LOG_LEVEL,
  };
};

// Elsewhere than on this machine, a page without TLS has neither secure cookies nor WebCrypto.
const refuseUnsafeOrigin = (origin: string): void => {
  const { protocol, hostname } = new URL(origin);
  if (protocol === 'https:' || hostname === 'localhost' || hostname.endsWith('.localhost')) return;
  throw new Error('HANDRAIL_ORIGIN should be https. Only localhost and hosts under it may be http.');
};
