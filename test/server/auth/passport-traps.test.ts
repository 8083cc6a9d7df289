import assert from 'node:assert/strict';
import { createHash } from 'node:crypto';
import { after, before, describe, it } from 'node:test';
import type { Request } from 'express';
import { listen } from '../../../demo/serving/listen.ts';
import { SignInStrategy, type StateStore } from '../../../server/auth/strategy.ts';
import { createSalesforce } from '../../../server/crm/salesforce/salesforce.ts';
import { createZendesk } from '../../../server/crm/zendesk/zendesk.ts';
import { openUpstream, type Upstream } from '../../../server/http/upstream.ts';
import { recordedUpstream } from '../../support/recorded-upstream.ts';

const callbackUrl = 'http://handrail.localhost/auth/callback';
const client = { clientId: 'handrail', clientSecret: 'a secret' };

/** As one row a sign-in: no session anywhere. */
const rows = (): StateStore & { readonly verifiers: Map<string, string> } => {
  const verifiers = new Map<string, string>();
  return {
    verifiers,
    store: (_req, verifier, _state, _meta, done) => {
      const state = `state-${verifiers.size}`;
      verifiers.set(state, verifier);
      done(null, state);
    },
    verify: (_req, state, _meta, done) => {
      const verifier = verifiers.get(state);
      verifiers.delete(state);
      done(null, verifier, state);
    },
  };
};

type Outcome = { readonly redirect: URL } | { readonly user: unknown } | { readonly failed: unknown };

/** What passport makes of a strategy for one request, which has neither session nor cookie. */
const run = (strategy: SignInStrategy, query: Readonly<Record<string, string>>): Promise<Outcome> =>
  new Promise((resolve) => {
    Object.assign(strategy, {
      redirect: (url: string) => resolve({ redirect: new URL(url) }),
      success: (user: unknown) => resolve({ user }),
      fail: (failed: unknown) => resolve({ failed }),
      error: (failed: unknown) => resolve({ failed }),
    });
    strategy.authenticate({ query, headers: {} } as unknown as Request, {});
  });

const addressOf = (outcome: Outcome): URL => {
  assert.ok('redirect' in outcome, JSON.stringify(outcome));
  return outcome.redirect;
};

describe('passport-oauth2, kept from its traps', { timeout: 60_000 }, () => {
  let upstream: Upstream;
  let crm: Awaited<ReturnType<typeof listen>>;
  let base: string;
  /** What the token endpoint does. */
  let answer: Parameters<typeof crm.use>[0];

  before(async () => {
    upstream = openUpstream({ localHosts: new Set(['crm.localhost']) });
    crm = await listen(0);
    crm.use((req, res) => answer(req, res));
    base = `http://crm.localhost:${crm.port}`;
  });
  after(() => Promise.all([crm.close(), upstream.close()]));

  const needs = (way: Pick<Upstream, 'fetch'> = upstream) => ({
    upstream: way,
    now: Date.now,
    noteUsage: () => undefined,
  });
  const zendesk = (origin = base, way?: Pick<Upstream, 'fetch'>) =>
    createZendesk(
      { kind: 'zendesk', base: origin, subdomain: 'acme', frameworkSdkUrl: origin, app: null, ...client },
      needs(way),
    );
  const strategyOf = (store: StateStore, provider = zendesk()) =>
    new SignInStrategy({ provider, client, callbackUrl, store });
  const json =
    (body: object): typeof answer =>
    (_req, res) => {
      res.setHeader('content-type', 'application/json');
      res.end(JSON.stringify(body));
    };

  it('keeps two sign-ins of one browser apart: its own store holds one, and both fail', async () => {
    const store = rows();
    answer = json({ access_token: 'a', token_type: 'bearer' });

    const states = [await run(strategyOf(store), {}), await run(strategyOf(store), {})].map((outcome) =>
      String(addressOf(outcome).searchParams.get('state')),
    );
    const outcomes: Outcome[] = [];
    for (const state of states) outcomes.push(await run(strategyOf(store), { code: 'c', state }));

    assert.notEqual(states[0], states[1]);
    assert.ok(outcomes.every((outcome) => 'user' in outcome));
  });

  it('needs no session: its own store refuses whoever has no cookie', async () => {
    const outcome = await run(strategyOf(rows()), {});

    assert.equal(addressOf(outcome).origin, base);
  });

  it('asks with a challenge for the very verifier that is kept: a state given as a string would skip the store', async () => {
    const store = rows();

    const { searchParams } = addressOf(await run(strategyOf(store), {}));

    const verifier = store.verifiers.get(searchParams.get('state') ?? '') ?? '';
    const challenge = createHash('sha256').update(verifier).digest('base64url');
    assert.ok(verifier.length >= 43);
    assert.equal(searchParams.get('code_challenge'), challenge);
    assert.equal(searchParams.get('code_challenge_method'), 'S256');
  });

  it('hands the verifier of this state, and no other’s, to the exchange', async () => {
    const store = rows();
    const recorded = recordedUpstream(upstream);
    answer = json({ access_token: 'a', token_type: 'bearer' });
    const provider = zendesk(base, recorded);
    const state = addressOf(await run(strategyOf(store, provider), {})).searchParams.get('state') ?? '';
    await run(strategyOf(store, provider), {});
    const verifier = store.verifiers.get(state);

    await run(strategyOf(store, provider), { code: 'c', state });

    assert.equal(JSON.parse(recorded.calls[0]?.body ?? '{}').code_verifier, verifier);
  });

  it('refuses a state that nobody was given, and one that came back before', async () => {
    const store = rows();
    answer = json({ access_token: 'a', token_type: 'bearer' });
    const state = addressOf(await run(strategyOf(store), {})).searchParams.get('state') ?? '';
    await run(strategyOf(store), { code: 'c', state });

    for (const one of [state, 'guessed']) {
      assert.ok('failed' in (await run(strategyOf(store), { code: 'c', state: one })));
    }
  });

  it('sends each tenant’s people to its own CRM: addresses are fixed for a strategy', async () => {
    const other = 'https://other.zendesk.test';

    const outcomes = await Promise.all([
      run(strategyOf(rows()), {}),
      run(strategyOf(rows(), zendesk(other)), {}),
    ]);

    assert.deepEqual(
      outcomes.map((outcome) => addressOf(outcome).origin),
      [base, other],
    );
  });

  it('hands over all that came with the tokens, not the two that its shortest form knows', async () => {
    const store = rows();
    answer = json({ access_token: 'a', refresh_token: 'r', token_type: 'bearer', expires_in: 1800 });
    const state = addressOf(await run(strategyOf(store), {})).searchParams.get('state') ?? '';

    const outcome = await run(strategyOf(store), { code: 'c', state });

    assert.ok('user' in outcome);
    const tokens = outcome.user as { expiresAt: number; issuedAt: number; refreshToken: string };
    assert.equal(tokens.expiresAt - tokens.issuedAt, 1_800_000);
    assert.equal(tokens.refreshToken, 'r');
  });

  it('sends Zendesk the JSON that it documents, and Salesforce a form: `oauth` knows forms only', async () => {
    const recorded = recordedUpstream(upstream);
    answer = json({});
    const salesforce = createSalesforce(
      {
        kind: 'salesforce',
        base,
        instance: base,
        lightning: base,
        organizationId: '00D000000000001EAA',
        assertionCertificates: [],
        integrationAgentId: null,
        ...client,
      },
      needs(recorded),
    );
    for (const provider of [zendesk(base, recorded), salesforce]) {
      const store = rows();
      const state = addressOf(await run(strategyOf(store, provider), {})).searchParams.get('state') ?? '';
      await run(strategyOf(store, provider), { code: 'c', state });
    }

    assert.deepEqual(
      recorded.calls.map(({ headers }) => headers['content-type']),
      ['application/json', 'application/x-www-form-urlencoded'],
    );
  });

  it('gives up on a token endpoint that never answers: `oauth` waits for ever', async () => {
    const store = rows();
    answer = () => undefined;
    const state = addressOf(await run(strategyOf(store), {})).searchParams.get('state') ?? '';
    const startedAt = performance.now();

    const outcome = await run(strategyOf(store), { code: 'c', state });

    assert.ok('failed' in outcome);
    assert.ok(performance.now() - startedAt < 15_000);
  });
});
