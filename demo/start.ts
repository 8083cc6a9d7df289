import { createPrivateKey } from 'node:crypto';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { type Addresses, readAddresses } from './addresses.ts';
import { secret } from './oauth/secret.ts';
import { makeSigningKey } from './salesforce/apex/signing-key.ts';
import { type Child, startChild } from './starting/child.ts';
import { consolePort } from './starting/console-port.ts';
import { openKeptSecrets } from './starting/kept-secrets.ts';
import { portTaken } from './starting/port-taken.ts';
import { untilReady } from './starting/until-ready.ts';
import { type DemoSecrets, demoTenants } from './tenants.ts';
import { makeAppKey, privatePem, publicPem } from './zendesk/apps/app-key.ts';

/** Writes down who the tenants are; the file holds the client's secret, so it is the owner's alone. */
const writeTenants = (addresses: Addresses, dataFolder: string, secrets: DemoSecrets): string => {
  const file = join(dataFolder, 'demo-tenants.json');
  writeFileSync(file, JSON.stringify(demoTenants(addresses, secrets), null, 2), { mode: 0o600 });
  return file;
};

const startAll = (addresses: Addresses): readonly Child[] => {
  const { handrail } = addresses;
  const dataFolder = resolve(addresses.dataFolder);
  const logFolder = join(dataFolder, 'logs');
  mkdirSync(logFolder, { recursive: true });
  const kept = openKeptSecrets(dataFolder);
  const clientSecret = kept('client-secret', secret);
  const salesforceKey = kept('salesforce-signing-key', () => makeSigningKey().privatePem);
  const appKey = kept('zendesk-app-key', () => privatePem(makeAppKey()));
  const publicHalf = (pem: string) => publicPem(createPrivateKey(pem));
  const secrets = {
    clientSecret,
    salesforceKey: publicHalf(salesforceKey),
    zendeskAppKey: publicHalf(appKey),
  };
  const environment = {
    ...process.env,
    HANDRAIL_PORT: String(handrail.port),
    DEMO_CONSOLE_PORT: String(addresses.console.port),
    HANDRAIL_DATA: dataFolder,
    HANDRAIL_TENANTS: writeTenants(addresses, dataFolder, secrets),
    HANDRAIL_UNSAFE_LOCAL_HOSTS: localHosts(addresses).join(','),
  };
  const child = (name: string, script: string, more: NodeJS.ProcessEnv = {}) =>
    startChild({
      name,
      script: new URL(script, import.meta.url),
      environment: { ...environment, ...more },
      logFolder,
    });
  const simulator = { DEMO_CLIENT_SECRET: clientSecret };
  return [
    child('handrail', '../server/main.ts'),
    child('salesforce', './salesforce/main.ts', {
      ...simulator,
      DEMO_SALESFORCE_SIGNING_KEY: salesforceKey,
    }),
    child('zendesk', './zendesk/main.ts', {
      ...simulator,
      // `unsigned-for-development` from outside: the app's frames prove nobody, as with Zendesk's local development server.
      DEMO_ZENDESK_APP_KEY: process.env.DEMO_ZENDESK_APP_KEY ?? appKey,
    }),
    child('shop', './shop/main.ts'),
    child('console', './own-console/main.ts'),
  ];
};

const localHosts = ({ salesforce, zendesk, shop, console: own }: Addresses): readonly string[] =>
  [salesforce, zendesk, shop, own].map(({ host }) => host);

const whereToGo = ({ handrail, salesforce, shop, zendesk, console: own }: Addresses): string => `
  Handrail is running.

  1  As the agent, open a case:
       Zendesk     ${zendesk.origin}/login?user=ada
       Salesforce  ${salesforce.origin}/login?user=ada
       Own console ${own.origin}/login?user=ada
     Ada may help customers. Others to try: user=sam (supervisor), ann (admin), nora (no role).

  2  As the customer, open the link that Ada sends, in another browser or a private window.
     You will land in the shop: ${shop.origin}/

     A code by phone instead of a link: ${handrail.origin}/code

  Press Ctrl+C to stop.
`;

/** The console's port is nobody's contract: a demo whose other ports are free starts. */
const placedAddresses = async (environment: NodeJS.ProcessEnv): Promise<Addresses> => {
  const addresses = readAddresses(environment);
  if (environment.DEMO_CONSOLE_PORT) return addresses;
  const port = await consolePort(addresses.shop.port);
  return readAddresses({ ...environment, DEMO_CONSOLE_PORT: String(port) });
};

const fail = (message: string): never => {
  console.error(`\n  ${message}\n`);
  process.exit(1);
};

const main = async (): Promise<void> => {
  const addresses = await placedAddresses(process.env);
  const { handrail, salesforce, shop, zendesk, console: own } = addresses;
  const all = [handrail, salesforce, zendesk, shop, own];
  const taken = await portTaken(all);
  if (taken)
    fail(
      `Port ${taken.port} is in use by another program. Stop it, or choose another port: ${taken.variable}=…`,
    );

  console.log('  Starting Handrail, two simulated CRMs, a console and a shop …');
  const children = startAll(addresses);
  const abort = new AbortController();
  const stopAll = async (): Promise<void> => {
    abort.abort();
    await Promise.all(children.map((child) => child.stop()));
  };

  let stopping = false;
  const stopOnSignal = async (): Promise<void> => {
    if (stopping) return;
    stopping = true;
    await stopAll();
    process.exit(0);
  };
  process.once('SIGINT', stopOnSignal);
  process.once('SIGTERM', stopOnSignal);

  const firstToDie = Promise.race(children.map((child) => child.ended.then(() => child))).then(
    async (child) => {
      // On a signal from the terminal the children stop by themselves.
      if (stopping) return;
      stopping = true;
      await stopAll();
      fail(`${child.name} has stopped. Its last words:\n\n${await child.lastWords()}`);
    },
  );

  const ready = all.map(({ port }) =>
    untilReady(`http://127.0.0.1:${port}/${port === handrail.port ? 'readyz' : ''}`, abort.signal),
  );
  await Promise.race([Promise.all(ready), firstToDie]);
  if (!stopping) console.log(whereToGo(addresses));
};

main().catch((error: unknown) => fail(error instanceof Error ? error.message : String(error)));
