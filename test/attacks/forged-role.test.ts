import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import { rolesFor } from '../../server/agents/roles.ts';
import type { RoleRule } from '../../server/tenants/tenant.ts';
import { type AuthWorld, openAuthWorld } from '../server/auth/auth-world.ts';
import { codeOf } from '../server/auth/code-of.ts';

describe('a forged role', { timeout: 60_000 }, () => {
  let world: AuthWorld;

  before(async () => {
    world = await openAuthWorld('zendesk');
  });
  after(() => world.close());

  it('is not taken from a body, a query or a header', async () => {
    const { tenant } = world.simulated;
    const body = {
      tenantId: tenant.id,
      publicKey: world.panel.key.publicKey,
      role: 'admin',
      roles: ['admin'],
    };
    const refused = await world.panel.call('POST', '/api/auth/transactions', { body });
    assert.equal(codeOf(refused.body), 'invalid_body');

    const { token } = await world.signInAs('nora');
    const me = await world.panel.call('GET', '/api/agents/me?role=admin&roles[]=admin', { token });

    assert.ok(JSON.stringify(me.body).includes('"roles":[]'));
  });

  it('does not come with an invented or altered bearer', async () => {
    const { token } = await world.signInAs('nora');
    const forged = [
      'A'.repeat(43),
      `${token.slice(0, -1)}${token.endsWith('A') ? 'E' : 'A'}`,
      'eyJhbGciOiJub25lIn0.e30.',
    ];

    for (const bearer of forged) {
      const me = await world.panel.call('GET', '/api/agents/me', { token: bearer });
      assert.equal(me.status, 401);
    }
  });

  it('is not given by a group of the same name, or a name where an id is asked for', () => {
    const rules: RoleRule[] = [
      { source: 'zd.group', id: '360001000002', name: 'Handrail agents', role: 'agent' },
      { source: 'zd.role', id: 'admin', name: 'Administrators', role: 'admin' },
    ];
    const grants = [
      { source: 'zd.group', id: '99', name: 'Handrail agents' },
      { source: 'zd.group', id: 'admin', name: 'admin' },
      { source: 'zd.group', id: 'Handrail agents', name: '360001000002' },
      { source: 'sf.customPermission', id: '360001000002', name: 'x' },
    ];

    assert.deepEqual(rolesFor(rules, grants), []);
  });

  it('is not kept by somebody whom the CRM has taken it from', async () => {
    const { token } = await world.signInAs('sam');
    await world.simulated.control({ person: { login: 'sam', groups: ['Support'] } });
    world.clock.advance(9 * 60_000);

    const renewed = await world.panel.call('POST', '/api/auth/renewals', { token });
    const me = await world.panel.call('GET', '/api/agents/me', { token });

    assert.ok(JSON.stringify(renewed.body).includes('"roles":[]'));
    assert.ok(JSON.stringify(me.body).includes('"permissions":[]'), 'the old bearer has lost it, too');
  });
});
