import { openCrmWorld } from '../../crm/crm-world.ts';
import { describeCrm } from '../../crm/provider-contract.ts';

describeCrm('salesforce', async () => {
  const world = await openCrmWorld({ kind: 'salesforce' });
  return {
    simulated: world.simulated,
    connect: async (login) => world.crms.crmOf(await world.signIn(login)),
    close: world.close,
  };
});
