import * as v from 'valibot';

const logLevels = ['fatal', 'error', 'warn', 'info', 'debug', 'silent'] as const;

const text = (defaultText: string) => v.optional(v.string(), defaultText);
const optionalText = v.optional(v.pipe(v.string(), v.minLength(1)));

const port = (defaultPort: number) =>
  v.pipe(
    text(String(defaultPort)),
    v.regex(/^\d{1,5}$/, 'a port between 0 and 65535'),
    v.transform(Number),
    v.maxValue(65_535, 'a port between 0 and 65535'),
  );

/** Every environment variable that Handrail knows. `docs/configuration.md` is written from this. */
export const EnvironmentSchema = v.object({
  HANDRAIL_PORT: v.pipe(port(8080), v.description('Port that Handrail listens on.')),
  HANDRAIL_HOST: v.pipe(
    text('127.0.0.1'),
    v.minLength(1),
    v.description(
      'Address that Handrail listens on. `0.0.0.0` or `::` when a proxy on another machine forwards to it.',
    ),
  ),
  HANDRAIL_ORIGIN: v.pipe(
    v.optional(
      v.pipe(
        v.string(),
        v.regex(/^https?:\/\/[a-z0-9.-]+(:\d{1,5})?$/, 'an origin: scheme, host and port, no path'),
      ),
    ),
    v.description(
      'Origin that browsers reach Handrail at. https, unless its host is `localhost` or ends in `.localhost`. When not set: `http://handrail.localhost:<HANDRAIL_PORT>`.',
    ),
  ),
  HANDRAIL_DATA: v.pipe(
    text('./data'),
    v.minLength(1),
    v.description(
      'Folder for the embedded database, the keys and cached public assets. Back it up, `keys` apart from the rest. Nodes that share a database need the same `keys`.',
    ),
  ),
  DATABASE_URL: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^postgres(ql)?:\/\//, 'an address that begins with postgres://'))),
    v.description(
      'PostgreSQL to use in place of the embedded SQLite, as `postgres://user:password@host:port/database`.',
    ),
  ),
  HANDRAIL_REGION: v.pipe(
    v.optional(v.pipe(v.string(), v.regex(/^[a-z0-9-]{2,40}$/, 'a region such as eu-central-1'))),
    v.description(
      'Region that this server and its disk are in, as the tenants name theirs. When not set, tenants who bind their data to a region can keep nothing.',
    ),
  ),
  HANDRAIL_MACHINE_ROLE_TENANTS: v.pipe(
    text(''),
    v.regex(/^[a-z0-9,-]*$/, 'tenant ids with commas between them'),
    v.transform((list) => list.split(',').filter((id) => id !== '')),
    v.description(
      'Tenants, with commas between them, whose admins may use the identity of this machine (an AWS role, an Azure managed identity) for their storage. They reach whatever that identity reaches.',
    ),
  ),
  HANDRAIL_SPOOL_LIMIT_MB: v.pipe(
    text('10240'),
    v.regex(/^\d{1,8}$/, 'a number of megabytes'),
    v.transform(Number),
    v.description(
      'How much of the disk may be taken by what waits for its storage, in megabytes. Beyond it new recordings, screenshots and files are refused; sessions go on.',
    ),
  ),
  HANDRAIL_CLAMD: v.pipe(
    v.optional(
      v.pipe(v.string(), v.regex(/^([a-z0-9.-]+:\d{1,5}|\/.+)$/, 'host:port or the path of a socket')),
    ),
    v.description(
      'ClamAV daemon that scans files: `host:port`, or the path of its socket. When set, no file passes that it has not found clean.',
    ),
  ),
  HANDRAIL_TENANTS: v.pipe(
    optionalText,
    v.description(
      'File with a JSON list of tenants, read at each start: those in it are added or brought up to date.',
    ),
  ),
  HANDRAIL_UNSAFE_LOCAL_HOSTS: v.pipe(
    text(''),
    v.regex(/^[a-z0-9.,-]*$/, 'host names with commas between them, no ports'),
    v.transform((list) => list.split(',').filter((host) => host !== '')),
    v.description(
      'For demos and tests only. Host names, with commas between them, that resolve to 127.0.0.1, may be reached without TLS, and are exempt from the block on private addresses.',
    ),
  ),
  HANDRAIL_TRUST_PROXY_HOPS: v.pipe(
    text('0'),
    v.regex(/^\d$/, 'a digit'),
    v.transform(Number),
    v.description(
      'How many reverse proxies stand before Handrail. Only that many entries of `X-Forwarded-For` are believed; too high a number lets visitors choose the address they are counted under.',
    ),
  ),
  HANDRAIL_LOG_LEVEL: v.pipe(
    v.optional(v.picklist(logLevels, `one of ${logLevels.join(', ')}`), 'info'),
    v.description(
      'Least severe level that is logged: `fatal`, `error`, `warn`, `info`, `debug` or `silent`.',
    ),
  ),
  DEMO_SALESFORCE_PORT: v.pipe(
    port(8081),
    v.description('`npm start` only: port of the simulated Salesforce.'),
  ),
  DEMO_ZENDESK_PORT: v.pipe(port(8082), v.description('`npm start` only: port of the simulated Zendesk.')),
  DEMO_SHOP_PORT: v.pipe(port(8083), v.description('`npm start` only: port of the demo shop.')),
  DEMO_CONSOLE_PORT: v.pipe(
    port(8084),
    v.description(
      '`npm start` only: port of the help desk that signs JWTs. When not set: 8084, or any that is free when the shop is elsewhere or that one is taken.',
    ),
  ),
});

export type Environment = v.InferOutput<typeof EnvironmentSchema>;

type Variables = Readonly<Record<string, string | undefined>>;

/** The environment, checked. @throws Error that names each variable that is wrong, with what it should be. */
export const readEnvironment = (variables: Variables = process.env): Environment => {
  const unknown = Object.keys(variables).filter(
    (name) => name.startsWith('HANDRAIL_') && !(name in EnvironmentSchema.entries),
  );
  const result = v.safeParse(EnvironmentSchema, withoutEmpty(variables));
  const wrong = (result.issues ?? []).map((issue) => `${v.getDotPath(issue)} should be ${issue.message}`);
  const faults = [...unknown.map((name) => `${name} is not a variable of Handrail`), ...wrong];
  if (!result.success || faults.length > 0)
    throw new Error(`${faults.join('\n')}\nSee docs/configuration.md.`);
  return result.output;
};

/** `NAME=` in a compose file means that it is not set. */
const withoutEmpty = (variables: Variables): Variables =>
  Object.fromEntries(Object.entries(variables).filter(([, value]) => value !== ''));
