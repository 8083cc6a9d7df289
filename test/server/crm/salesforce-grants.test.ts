import assert from 'node:assert/strict';
import { after, before, describe, it } from 'node:test';
import type { TokenOwner } from '../../../server/crm/token-store.ts';
import { type CrmWorld, openCrmWorld } from '../../crm/crm-world.ts';

describe('what Salesforce says that somebody holds', { timeout: 60_000 }, () => {
  let world: CrmWorld;
  let ann: TokenOwner;

  before(async () => {
    world = await openCrmWorld({ kind: 'salesforce' });
    ann = await world.signIn('ann');
  });
  after(() => world.close());

  const letIntegrationBe = async (agentId: string | null): Promise<void> => {
    const { tenant } = world.simulated;
    const { crm } = tenant.settings;
    assert.equal(crm.kind, 'salesforce');
    const settings = { ...tenant.settings, crm: { ...crm, integrationAgentId: agentId } };
    await world.tenants.applyEntry(world.database.db, { ...tenant, settings });
  };
  const grantsOf = async (login: 'ada' | 'sam') => {
    const crm = await world.crms.crmOf(await world.signIn(login));
    return (await crm.currentUser()).grants.map(({ source, name }) => `${source} ${name}`);
  };

  const problemNow = () => world.crms.integrationProblemOf(world.simulated.tenant.id);

  it('is, by their own token, custom permissions and who they are', async () => {
    await letIntegrationBe(null);

    assert.deepEqual(await grantsOf('ada'), ['sf.user Ada Agent', 'sf.customPermission Handrail_Agent']);
  });

  it('is, by an integration user, permission sets and groups of them, public groups and the profile as well', async () => {
    await letIntegrationBe(ann.agentId);

    assert.deepEqual(await grantsOf('ada'), [
      'sf.user Ada Agent',
      'sf.customPermission Handrail_Agent',
      'sf.permissionSet Handrail_Agent',
      'sf.publicGroup Web_Support',
      'sf.profile Standard User',
    ]);
    assert.deepEqual(await grantsOf('sam'), [
      'sf.user Sam Supervisor',
      'sf.customPermission Handrail_Agent',
      'sf.customPermission Handrail_Supervisor',
      'sf.permissionSetGroup Support_Leads',
      'sf.profile Standard User',
    ]);
  });

  it('is public groups by other groups too, each once, down to five levels', async () => {
    await letIntegrationBe(ann.agentId);
    const groupsOf = async () =>
      (await grantsOf('ada')).filter((grant) => grant.startsWith('sf.publicGroup'));
    const names = [
      'Web_Support',
      'Support',
      'Service',
      'Customer_Care',
      'Everybody_Outside',
      'Everybody',
      'Company',
    ];
    const chain = names.slice(1).map((outer, index) => [names[index], outer]);

    // Two ways to the same group, and one that leads back.
    const groupsInGroups = [
      ['Web_Support', 'Support'],
      ['Web_Support', 'Service'],
      ['Support', 'Service'],
      ['Service', 'Web_Support'],
    ];
    await world.simulated.control({ groupsInGroups });
    assert.deepEqual(await groupsOf(), [
      'sf.publicGroup Web_Support',
      'sf.publicGroup Support',
      'sf.publicGroup Service',
    ]);

    await world.simulated.control({ groupsInGroups: chain });
    assert.deepEqual(
      await groupsOf(),
      names.slice(0, 5).map((name) => `sf.publicGroup ${name}`),
    );
    await world.simulated.control({ groupsInGroups: [] });
  });

  it('is what their own token says while the integration user may not look, or has no grant any more', async () => {
    const own = ['sf.user Ada Agent', 'sf.customPermission Handrail_Agent'];
    const sam = await world.signIn('sam');
    await letIntegrationBe(sam.agentId);
    assert.deepEqual(await grantsOf('ada'), own, 'an agent may not look into the setup');
    assert.equal(problemNow(), 'crm_forbidden');

    await letIntegrationBe(ann.agentId);
    await grantsOf('ada');
    assert.equal(problemNow(), null, 'whoever may is there again');
    const said = world.warned.length;
    await world.simulated.control({ revokeTokens: 'ann' });
    assert.deepEqual(await grantsOf('ada'), own);
    assert.deepEqual(await grantsOf('ada'), own);
    assert.equal(problemNow(), 'auth_revoked');
    const warnings = world.warned.slice(said).filter((one) => JSON.stringify(one).includes('integration'));
    assert.equal(warnings.length, 1, 'said once in the log, and not with every look');

    await letIntegrationBe(null);
    await grantsOf('ada');
    assert.equal(problemNow(), null, 'there is none whose access could be lost');
  });

  it('has ids of 18 characters', async () => {
    ann = await world.signIn('ann');
    await letIntegrationBe(ann.agentId);
    const crm = await world.crms.crmOf(await world.signIn('ada'));

    const { grants } = await crm.currentUser();

    const ids = grants.filter(({ source }) => source !== 'sf.customPermission').map(({ id }) => id);
    assert.deepEqual(
      ids.filter((id) => id.length !== 18),
      [],
    );
    assert.equal(ids.length, 4);
  });
});
