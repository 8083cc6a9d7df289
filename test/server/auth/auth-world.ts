import { createHash } from 'node:crypto';
import express from 'express';
import type * as v from 'valibot';
import { listen } from '../../../demo/serving/listen.ts';
import { fromBase64Url } from '../../../protocol/base64url.ts';
import {
  AgentToken,
  SignInNext,
  SignInOutcome,
  SignInStarted,
  SignInState,
  signInProofInput,
} from '../../../protocol/http/authentication.ts';
import type { AgentRef } from '../../../server/agents/agent.ts';
import { createAgentRoutes } from '../../../server/agents/create-agents.ts';
import { createAuth } from '../../../server/auth/create-auth.ts';
import type { AdmitSigned } from '../../../server/auth/signed-request.ts';
import { answerErrors, notFound } from '../../../server/http/errors.ts';
import { createWorker } from '../../../server/jobs/worker.ts';
import { createSetup } from '../../../server/setup/create-setup.ts';
import { rememberFact } from '../../../server/setup/setup-facts.ts';
import { makeProof, makeProofKey, type ProofKey } from '../../../widgets/link/proof-key.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';
import { answerConsent, type CrmKind, type Login } from '../../crm/simulated-crm.ts';
import { createWebClient, type WebClient } from '../../crm/web-client.ts';
import { parseAnswer } from './parse-answer.ts';

/** Handrail's sign-in, listening, over a simulated CRM. */
export interface AuthWorld extends CrmWorld {
  readonly origin: string;
  readonly signedOut: AgentRef[];
  /** Whose roles were said to have changed. */
  readonly rolesChanged: AgentRef[];
  /** Tenants that have decided anew about consent. */
  readonly consentChanged: string[];
  /** Does the outbox's jobs that are due. */
  readonly work: () => Promise<number>;
  readonly endIdleGrants: () => Promise<number>;
  readonly admitSigned: AdmitSigned;
  /** Who was said to have no access any more. */
  readonly accessLost: AgentRef[];
  /** What the log was told: bugs only. */
  readonly bugs: unknown[];
  /** A panel: its own requests, with no cookies. */
  readonly panel: Panel;
  /** A whole sign-in, the usual way. */
  signInAs(login: Login): Promise<v.InferOutput<typeof AgentToken>>;
  /** From a new browser that is signed in to the CRM, to the address of the callback. */
  popupTo(login: Login, started: Started, answer?: 'allow' | 'deny'): Promise<Popup>;
}

export type Started = v.InferOutput<typeof SignInStarted>;

interface PanelRequest {
  /** A poll secret, or whatever an attacker has. */
  readonly bearer?: string;
  /** An agent's bearer: a proof of the panel's key goes with it. */
  readonly token?: string;
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
}

interface Panel {
  readonly key: ProofKey;
  call(method: string, path: string, request?: PanelRequest): Promise<Called>;
  start(token?: string): Promise<Started>;
  poll(started: Started): Promise<v.InferOutput<typeof SignInState>>;
}

export interface Called {
  readonly status: number;
  readonly body: unknown;
}

export interface Popup {
  readonly browser: WebClient;
  readonly callbackUrl: string;
  /** Follows the callback, and reads what the popup's last page is told. */
  finish(): Promise<v.InferOutput<typeof SignInOutcome>>;
}

export const openAuthWorld = async (kind: CrmKind, database?: 'sqlite' | 'postgres'): Promise<AuthWorld> => {
  const { port, use, close } = await listen(0);
  const origin = `http://handrail.localhost:${port}`;
  const world = await openCrmWorld({
    kind,
    callbackUrl: `${origin}/auth/callback`,
    ...(database ? { database } : {}),
  });
  const consentChanged: string[] = [];
  const [signedOut, rolesChanged, accessLost]: [AgentRef[], AgentRef[], AgentRef[]] = [[], [], []];
  const bugs: unknown[] = [];
  const auth = createAuth({
    db: world.database.db,
    inTransaction: world.database.inTransaction,
    keyRing: world.keyRing,
    tenants: world.tenants,
    crms: world.crms,
    upstream: world.simulated.upstream,
    access: world.access,
    origin,
    onSignedOut: async (who) => void signedOut.push(who),
    onSignedIn: async () => undefined,
    onSigned: (trx, tenantId) =>
      rememberFact(trx, { tenantId, name: 'panel_signed', at: world.clock.now() }, {}),
    now: world.clock.now,
  });
  const app = express().use(express.json());
  const agentRoutes = createAgentRoutes({
    db: world.database.db,
    inTransaction: world.database.inTransaction,
    tenants: world.tenants,
    access: world.access,
    onRolesChanged: async (who) => void rolesChanged.push(...who),
    onAccessLost: async (who) => void accessLost.push(who),
    signOutEverywhere: auth.signOut,
    now: world.clock.now,
  });
  const setup = createSetup({
    ...world.database,
    tenants: world.tenants,
    identify: auth.identify,
    startTest: () => Promise.reject(new Error('No sessions here.')),
    crms: world.crms,
    upstream: world.simulated.upstream,
    snippet: { url: `${origin}/snippet.js`, integrity: 'sha384-x', coreUrl: `${origin}/snippet/core.js` },
    startSignIn: auth.startFirstSignIn,
    adminCodes: auth.adminCodes,
    origin,
    onConsentChanged: async (tenantId) => void consentChanged.push(tenantId),
    ownRegion: 'eu-central-1',
    machineRoleTenants: new Set(),
    checkTarget: async () => null,
    localHosts: new Set([new URL(world.simulated.origin).hostname, 'shop.localhost']),
    now: world.clock.now,
  });
  app.use('/api', auth.identify, auth.apiRoutes, agentRoutes, setup.routes).use('/auth', auth.popupRoutes);
  app.use(notFound, answerErrors({ error: (bug: unknown) => void bugs.push(bug) }));
  use(app);

  const worker = createWorker({
    ...world.database,
    handlers: { ...auth.handlers, 'test.job': async () => undefined },
    now: world.clock.now,
    log: { error: (bug: unknown) => void bugs.push(bug), warn: (bug: unknown) => void bugs.push(bug) },
  });
  const panel = await createPanel(origin, world);
  const popupTo: AuthWorld['popupTo'] = async (login, started, answer) => {
    const browser = await world.simulated.browserOf(login);
    await bindByProof(browser, origin, started);
    return goThroughCrm({ browser, origin, started, answer });
  };

  return {
    ...world,
    origin,
    signedOut,
    rolesChanged,
    consentChanged,
    accessLost,
    work: worker.runDue,
    endIdleGrants: auth.endIdleGrants,
    admitSigned: auth.admitSigned,
    bugs,
    panel,
    popupTo,
    signInAs: async (login) => {
      const started = await panel.start();
      await (await popupTo(login, started)).finish();
      const state = await panel.poll(started);
      if (state.status !== 'signed-in') throw new Error(`Not signed in: ${JSON.stringify(state)}`);
      const { status: _status, ...token } = state;
      return parseAnswer(AgentToken, token);
    },
    close: async () => {
      await close();
      await world.close();
    },
  };
};

const createPanel = async (
  origin: string,
  { simulated, clock }: Pick<CrmWorld, 'simulated' | 'clock'>,
): Promise<Panel> => {
  const key = await makeProofKey();
  const { publicKey } = key;
  const call: Panel['call'] = async (method, path, { bearer, token, body, headers } = {}) => {
    const url = origin + path;
    const proof = token && (await makeProof({ token, key }, { method, url, at: clock.now() }));
    const response = await createWebClient(simulated.upstream).request(url, {
      method,
      headers: {
        ...(bearer ? { authorization: `Bearer ${bearer}` } : {}),
        ...(token && proof ? { authorization: `DPoP ${token}`, dpop: proof } : {}),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body: body === undefined ? null : JSON.stringify(body),
    });
    const text = await response.text();
    return {
      status: response.status,
      body: text ? JSON.parse(text) : null,
    };
  };
  return {
    key,
    call,
    start: async (token) => {
      const body = { tenantId: simulated.tenant.id, publicKey };
      const request = { body, ...(token ? { token } : {}) };
      return parseAnswer(SignInStarted, (await call('POST', '/api/auth/transactions', request)).body);
    },
    poll: async ({ id, pollSecret }) =>
      parseAnswer(
        SignInState,
        (await call('GET', `/api/auth/transactions/${id}`, { bearer: pollSecret })).body,
      ),
  };
};

/** What our own frame in the opener tells the popup. */
export const proofOf = ({ pollSecret }: Started): string =>
  createHash('sha256')
    .update(signInProofInput(fromBase64Url(pollSecret) ?? new Uint8Array()))
    .digest('base64url');

/** A page of ours in this browser posts. */
export const postFrom = (browser: WebClient, origin: string, path: string, body?: unknown) =>
  browser.request(origin + path, {
    method: 'POST',
    headers: { origin, 'content-type': 'application/json' },
    body: JSON.stringify(body ?? {}),
  });

const bindByProof = async (browser: WebClient, origin: string, started: Started): Promise<void> => {
  const path = `/auth/transactions/${started.id}/proofs`;
  const response = await postFrom(browser, origin, path, { proof: proofOf(started) });
  parseAnswer(SignInNext, await response.json());
};

interface Going {
  readonly browser: WebClient;
  readonly origin: string;
  readonly started: Started;
  readonly answer?: 'allow' | 'deny' | undefined;
}

/** A bound popup goes to the CRM, answers there, and is sent back. */
export const goThroughCrm = async ({ browser, origin, started, answer }: Going): Promise<Popup> => {
  const sent = await browser.request(`${origin}/auth/authorize/${started.id}`);
  const authorizeUrl = sent.headers.get('location');
  if (authorizeUrl === null) throw new Error(`Not sent to the CRM: ${await sent.text()}`);
  const callbackUrl = await answerConsent(browser, authorizeUrl, answer);
  return {
    browser,
    callbackUrl,
    finish: async () => {
      const done = await browser.request(callbackUrl);
      if (done.headers.get('location') !== `/auth/done/${started.id}`) {
        throw new Error(`Not finished: ${done.status} ${await done.text()}`);
      }
      const outcome = await browser.request(`${origin}/auth/transactions/${started.id}/outcome`);
      return parseAnswer(SignInOutcome, await outcome.json());
    },
  };
};
