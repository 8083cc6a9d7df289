import { startSalesforce } from '../../demo/salesforce/start-salesforce.ts';
import { startZendesk } from '../../demo/zendesk/start-zendesk.ts';
import { openUpstream, type Upstream } from '../../server/http/upstream.ts';
import type { CrmSettings } from '../../server/tenants/crm-settings.ts';
import type { RoleRule, Tenant } from '../../server/tenants/tenant.ts';
import { createWebClient, type WebClient } from './web-client.ts';

export type CrmKind = 'zendesk' | 'salesforce';
export type Login = 'ada' | 'sam' | 'ann' | 'nora';

/** A simulated CRM that listens, and a tenant that runs on it. */
export interface SimulatedCrm {
  readonly kind: CrmKind;
  readonly origin: string;
  readonly tenant: Tenant;
  readonly upstream: Upstream;
  /** Cases that agents see, one of them closed, two that can be merged, and one that only others see. */
  readonly cases: {
    readonly open: string;
    readonly closed: string;
    readonly duplicate: string;
    readonly original: string;
    readonly hidden: string;
  };
  readonly brandId: string | null;
  readonly userIds: Readonly<Record<Login, string>>;
  /** Asks for something to go wrong, as the simulator's own control says. */
  control(asked: object): Promise<void>;
  /** What is on a case, as the simulator has it. */
  kept(caseId: string): Promise<KeptCase>;
  notes(caseId: string): Promise<readonly string[]>;
  grants(): Promise<number>;
  /** What is still to go wrong. */
  faults(): Promise<readonly unknown[]>;
  /** Files that are on no ticket yet. */
  waitingUploads(): Promise<number>;
  /** Waits until a request has met the fault that was asked for. */
  faultTaken(): Promise<void>;
  /** A person's browser, signed in to the CRM. */
  browserOf(login: Login): Promise<WebClient>;
  stop(): Promise<void>;
}

interface KeptCase {
  readonly id: number | string;
  readonly notes: readonly string[];
  readonly files: readonly {
    readonly name: string;
    readonly bytes: number;
    readonly sha256: string;
    readonly isPublic: boolean;
  }[];
  readonly records: readonly { readonly externalId: string; readonly outcome: string | null }[];
  /** What the records say is kept of the session, by the session's id. */
  readonly recordedArtifacts: Readonly<Record<string, string | null>>;
  /** Of the ticket's own field for it. */
  readonly field?: string | null;
  /** How often the ticket was changed through the API. */
  readonly updates?: number;
}

interface Facts {
  readonly rules: readonly RoleRule[];
  readonly cases: SimulatedCrm['cases'];
  readonly brandId: string | null;
  readonly userIds: SimulatedCrm['userIds'];
  readonly settings: (origin: string) => CrmSettings;
}

const client = { clientId: 'handrail-test', clientSecret: 'a secret between Handrail and the simulator' };

const facts: Readonly<Record<CrmKind, Facts>> = {
  zendesk: {
    cases: { open: '35436', closed: '35390', duplicate: '35437', original: '35441', hidden: '35444' },
    brandId: '360000000101',
    userIds: { ada: '900100001', sam: '900100002', ann: '900100003', nora: '900100004' },
    rules: [
      { source: 'zd.group', id: '360001000002', name: 'Handrail agents', role: 'agent' },
      { source: 'zd.group', id: '360001000003', name: 'Handrail supervisors', role: 'supervisor' },
      { source: 'zd.role', id: 'admin', name: 'Administrators', role: 'admin' },
    ],
    settings: (base) => ({
      kind: 'zendesk',
      base,
      subdomain: 'acme',
      sessionObject: false,
      frameworkSdkUrl: `${base}/sdk.js`,
      app: null,
      ...client,
    }),
  },
  salesforce: {
    cases: {
      open: '500000000000001AAA',
      closed: '500000000000003AAA',
      duplicate: '500000000000002AAA',
      original: '500000000000004AAA',
      hidden: '500000000000009AAA',
    },
    brandId: null,
    userIds: {
      ada: '005000000000001AAA',
      sam: '005000000000002AAA',
      ann: '005000000000003AAA',
      nora: '005000000000004AAA',
    },
    rules: [
      { source: 'sf.customPermission', id: 'Handrail_Agent', name: 'Handrail Agent', role: 'agent' },
      {
        source: 'sf.customPermission',
        id: 'Handrail_Supervisor',
        name: 'Handrail Supervisor',
        role: 'supervisor',
      },
      { source: 'sf.customPermission', id: 'Handrail_Admin', name: 'Handrail Admin', role: 'admin' },
    ],
    settings: (base) => ({
      kind: 'salesforce',
      base,
      instance: base,
      lightning: base,
      organizationId: '00D000000000001EAA',
      assertionCertificates: [],
      integrationAgentId: null,
      ...client,
    }),
  },
};

interface Start {
  readonly kind: CrmKind;
  /** Where the CRM sends people back to. */
  readonly callbackUrl: string;
}

export const startSimulatedCrm = async ({ kind, callbackUrl }: Start): Promise<SimulatedCrm> => {
  const { brandId, cases, rules, settings, userIds } = facts[kind];
  const start = kind === 'zendesk' ? startZendesk : startSalesforce;
  const oauthClient = {
    id: client.clientId,
    secret: client.clientSecret,
    name: 'Handrail',
    redirectUris: [callbackUrl],
  };
  const { origin, stop } = await start({
    port: 0,
    client: oauthClient,
    panelUrl: 'http://handrail.localhost/embed/acme',
  });
  const upstream = openUpstream({
    localHosts: new Set([
      'zendesk.localhost',
      'salesforce.localhost',
      'handrail.localhost',
      'shop.localhost',
    ]),
  });
  const readState = async () => (await (await upstream.fetch(`${origin}/__state`)).json()) as State;

  const crm: SimulatedCrm = {
    kind,
    origin,
    brandId,
    cases,
    userIds,
    upstream,
    tenant: {
      id: `acme-${kind}`,
      name: 'Acme Outdoor',
      settings: {
        crm: settings(origin),
        logoUrl: null,
        sites: [{ name: 'Shop', origin: 'http://shop.localhost', url: 'http://shop.localhost/' }],
        roleRules: [...rules],
        pilot: null,
        brands: [],
        assetHosts: [],
        maskSelectors: [],
        showInputSelectors: [],
        linkLifetimeMs: 3_600_000,
        sessionLimitMs: 3_600_000,
      },
    },
    control: async (asked) => {
      const response = await upstream.fetch(`${origin}/__control`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(asked),
      });
      if (response.status !== 204) throw new Error(`The simulator refused: ${await response.text()}`);
    },
    kept: async (caseId) => {
      const state = await readState();
      const found = [...(state.tickets ?? []), ...(state.cases ?? [])].find(
        ({ id }) => String(id) === caseId,
      );
      if (!found) throw new Error(`The simulator has no case ${caseId}.`);
      return found;
    },
    notes: async (caseId) => (await crm.kept(caseId)).notes,
    grants: async () => (await readState()).grants,
    faults: async () => (await readState()).pendingFaults,
    waitingUploads: async () => (await readState()).waitingUploads ?? 0,
    faultTaken: async () => {
      while ((await readState()).pendingFaults.length > 0) await new Promise(setImmediate);
    },
    browserOf: async (login) => {
      const browser = createWebClient(upstream);
      await browser.request(`${origin}/login?user=${login}`);
      return browser;
    },
    stop: async () => {
      await stop();
      await upstream.close();
    },
  };
  return crm;
};

interface State {
  readonly grants: number;
  readonly waitingUploads?: number;
  readonly pendingFaults: readonly unknown[];
  readonly tickets?: readonly KeptCase[];
  readonly cases?: readonly KeptCase[];
}

/** Goes through the CRM's consent page, from an authorization address to the address that it sends people back to. */
export const answerConsent = async (
  browser: WebClient,
  authorizeUrl: string,
  answer: 'allow' | 'deny' = 'allow',
): Promise<string> => {
  const page = await browser.request(authorizeUrl);
  const location = page.headers.get('location');
  if (location !== null) return location;
  const text = await page.text();
  const request = /name="request" value="([^"]+)"/.exec(text)?.[1]?.replaceAll('&amp;', '&');
  const action = /action="([^"]+)"/.exec(text)?.[1];
  if (request === undefined || action === undefined)
    throw new Error(`No consent page: ${text.slice(0, 300)}`);
  const { origin } = new URL(authorizeUrl);
  const answered = await browser.request(origin + action, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams({ request, answer }).toString(),
  });
  const back = answered.headers.get('location');
  if (back === null) throw new Error(`The consent page sent nobody back: ${await answered.text()}`);
  return back;
};
