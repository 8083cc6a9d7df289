import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { agentRoles } from '../../../protocol/permission.ts';
import { missingRoleOf, permissionsOf, rolesFor } from '../../../server/agents/roles.ts';
import type { RoleRule } from '../../../server/tenants/tenant.ts';

const rules: readonly RoleRule[] = [
  { source: 'zd.group', id: '1', name: 'First line', role: 'agent' },
  { source: 'zd.group', id: '2', name: 'Second line', role: 'agent' },
  { source: 'zd.group', id: '3', name: 'Leads', role: 'supervisor' },
  { source: 'zd.role', id: 'admin', name: 'Administrators', role: 'admin' },
  { source: 'zd.customRole', id: '3', name: 'Auditors', role: 'auditor' },
];

describe('roles', () => {
  it('are none without a rule that matches', () => {
    assert.deepEqual(rolesFor(rules, []), []);
    assert.deepEqual(rolesFor(rules, [{ source: 'zd.group', id: '4' }]), []);
    assert.deepEqual(rolesFor([], [{ source: 'zd.role', id: 'admin' }]), []);
  });

  it('are those of every rule that matches, each once', () => {
    const grants = ['1', '2', '3'].map((id) => ({ source: 'zd.group', id }));

    assert.deepEqual(rolesFor(rules, grants), ['agent', 'supervisor']);
  });

  it('tell a group from a custom role with the same id', () => {
    assert.deepEqual(rolesFor(rules, [{ source: 'zd.customRole', id: '3' }]), ['auditor']);
  });

  it('allow nothing without one, and only admins to change settings', () => {
    assert.equal(permissionsOf([]).size, 0);
    const managing = agentRoles.filter((role) => permissionsOf([role]).has('settings.manage'));
    assert.deepEqual(managing, ['admin']);
  });

  it('allow what all of them allow together', () => {
    const both = permissionsOf(['agent', 'auditor']);

    assert.ok(both.has('sessions.start') && both.has('logs.view'));
  });
});

describe('a missing role', () => {
  it('is named with the groups that would give it', () => {
    assert.deepEqual(missingRoleOf(rules, []), { role: 'agent', givenBy: ['First line', 'Second line'] });
    assert.deepEqual(missingRoleOf(rules, ['auditor'])?.role, 'agent');
  });

  it('is none for whoever may start sessions', () => {
    assert.equal(missingRoleOf(rules, ['agent']), null);
    assert.equal(missingRoleOf(rules, ['supervisor', 'admin']), null);
  });

  it('is one that somebody could have', () => {
    const onlyLeads = rules.filter(({ role }) => role === 'supervisor');

    assert.deepEqual(missingRoleOf(onlyLeads, []), { role: 'supervisor', givenBy: ['Leads'] });
    assert.deepEqual(missingRoleOf([], []), { role: 'agent', givenBy: [] });
  });
});
