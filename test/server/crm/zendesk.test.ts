import { openCrmWorld } from '../../crm/crm-world.ts';
import { describeCrm } from '../../crm/provider-contract.ts';

describeCrm('zendesk', async () => {
  const world = await openCrmWorld({ kind: 'zendesk' });
  return {
    simulated: world.simulated,
    connect: async (login) => world.crms.crmOf(await world.signIn(login)),
    close: world.close,
  };
});
