import { openCrmWorld } from '../../crm/crm-world.ts';
import { describeCrmFiles } from '../../crm/file-contract.ts';
import { describeCrm, type OpenCrm } from '../../crm/provider-contract.ts';
import { describeCrmWriting } from '../../crm/writing-contract.ts';

const open = async (): Promise<OpenCrm> => {
  const world = await openCrmWorld({ kind: 'zendesk' });
  return {
    simulated: world.simulated,
    connect: async (login) => world.crms.crmOf(await world.signIn(login)),
    close: world.close,
  };
};

describeCrm('zendesk', open);
describeCrmWriting('zendesk', open);
describeCrmFiles('zendesk', open);
