import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readAddresses } from '../../demo/addresses.ts';
import { makeSigningKey } from '../../demo/salesforce/apex/signing-key.ts';
import { untilReady } from '../../demo/starting/until-ready.ts';
import { demoTenants } from '../../demo/tenants.ts';
import { makeAppKey, privatePem, publicPem } from '../../demo/zendesk/apps/app-key.ts';
import type { Demo } from './demo.ts';
import { endWithProcess } from './end-with-process.ts';
import { freePorts } from './free-ports.ts';

/** The demo's five processes, of which Handrail can die and come again while the others go on. */
export interface RestartableDemo extends Demo {
  /** As a loss of power would: nothing is said, saved or closed. */
  readonly killHandrail: () => Promise<void>;
  /** Starts it again on the same data folder; resolves once it is ready. */
  readonly startHandrail: () => Promise<void>;
  /** Public half of what the simulated Zendesk signs the app's requests with. */
  readonly zendeskAppKey: string;
  /** What its processes are told, for running an operator's command beside them. */
  readonly environment: NodeJS.ProcessEnv;
}

/** Of the OAuth client that both simulated CRMs know. */
export const clientSecret = 'a secret of this test';

type Settings = Readonly<Record<string, unknown>>;

interface DemoOptions {
  /** More hosts that lead to this machine, such as those of storages. */
  readonly localHosts?: readonly string[];
}

/**
 * Starts the demo; `settingsOf` the shop's origin gives settings that its tenants have instead of their own. With none, Handrail knows
 * nobody, as on a machine where it has just been installed.
 */
export const startRestartableDemo = async (
  settingsOf: ((shop: string, own: Settings) => Settings) | 'no tenants' = () => ({}),
  { localHosts = [] }: DemoOptions = {},
): Promise<RestartableDemo> => {
  const [handrail = 0, salesforce = 0, zendesk = 0, shop = 0, ownConsole = 0] = await freePorts(5);
  const dataFolder = mkdtempSync(join(tmpdir(), 'handrail-demo-'));
  const addresses = readAddresses({
    HANDRAIL_PORT: `${handrail}`,
    DEMO_SALESFORCE_PORT: `${salesforce}`,
    DEMO_ZENDESK_PORT: `${zendesk}`,
    DEMO_SHOP_PORT: `${shop}`,
    DEMO_CONSOLE_PORT: `${ownConsole}`,
    HANDRAIL_DATA: dataFolder,
  });
  const salesforceKey = makeSigningKey();
  const appKey = makeAppKey();
  const tenantsFile = join(dataFolder, 'demo-tenants.json');
  const keys = { salesforceKey: salesforceKey.publicPem, zendeskAppKey: publicPem(appKey) };
  const tenants =
    settingsOf === 'no tenants'
      ? []
      : demoTenants(addresses, { clientSecret, ...keys }).map(({ settings, ...tenant }) => ({
          ...tenant,
          settings: { ...settings, ...settingsOf(addresses.shop.origin, { ...settings }) },
        }));
  writeFileSync(tenantsFile, JSON.stringify(tenants), { mode: 0o600 });
  const printed: string[] = [];
  const environment = {
    ...environmentOf(addresses, { tenantsFile, localHosts }),
    DEMO_SALESFORCE_SIGNING_KEY: salesforceKey.privatePem,
    DEMO_ZENDESK_APP_KEY: privatePem(appKey),
  };
  const run = (script: string) => start(script, environment, printed);
  const others = ['salesforce', 'zendesk', 'shop', 'own-console'].map((name) => run(`demo/${name}/main.ts`));
  let server = run('server/main.ts');
  const ready = (port: number, path = '') =>
    untilReady(`http://127.0.0.1:${port}/${path}`, new AbortController().signal);
  const end = async (child: ChildProcess, signal: NodeJS.Signals) => {
    if (child.exitCode !== null || child.signalCode !== null) return;
    child.kill(signal);
    await once(child, 'exit');
  };

  const ports = [salesforce, zendesk, shop, ownConsole];
  await Promise.all([ready(handrail, 'readyz'), ...ports.map((port) => ready(port))]);
  return {
    handrail: addresses.handrail.origin,
    salesforce: addresses.salesforce.origin,
    zendesk: addresses.zendesk.origin,
    shop: addresses.shop.origin,
    ownConsole: addresses.console.origin,
    dataFolder,
    zendeskAppKey: keys.zendeskAppKey,
    environment,
    handrailPid: () => server.pid ?? 0,
    output: () => printed.join(''),
    killHandrail: () => end(server, 'SIGKILL'),
    startHandrail: async () => {
      server = run('server/main.ts');
      await ready(handrail, 'readyz');
    },
    stop: async () => {
      await Promise.all([server, ...others].map((child) => end(child, 'SIGTERM')));
      rmSync(dataFolder, { recursive: true, force: true });
    },
  };
};

const environmentOf = (
  { handrail, salesforce, zendesk, shop, console: own, dataFolder }: ReturnType<typeof readAddresses>,
  { tenantsFile, localHosts }: Required<DemoOptions> & { readonly tenantsFile: string },
): NodeJS.ProcessEnv => ({
  ...process.env,
  HANDRAIL_PORT: String(handrail.port),
  DEMO_SALESFORCE_PORT: String(salesforce.port),
  DEMO_ZENDESK_PORT: String(zendesk.port),
  DEMO_SHOP_PORT: String(shop.port),
  DEMO_CONSOLE_PORT: String(own.port),
  HANDRAIL_DATA: dataFolder,
  HANDRAIL_TENANTS: tenantsFile,
  HANDRAIL_UNSAFE_LOCAL_HOSTS: [
    ...[salesforce, zendesk, shop, own].map(({ host }) => host),
    ...localHosts,
  ].join(','),
  DEMO_CLIENT_SECRET: clientSecret,
});

const start = (script: string, env: NodeJS.ProcessEnv, printed: string[]): ChildProcess => {
  const child = spawn(process.execPath, [script], { env, stdio: ['ignore', 'pipe', 'pipe'] });
  endWithProcess(child);
  for (const stream of [child.stdout, child.stderr]) {
    stream.on('data', (chunk) => printed.push(String(chunk)));
  }
  return child;
};
