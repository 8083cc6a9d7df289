import { listen } from '../serving/listen.ts';
import type { Running } from '../serving/running.ts';
import { createSalesforce, type SalesforceNeeds } from './create-salesforce.ts';

/** A simulated Salesforce that listens. Port 0 takes any free one; the origin then has it. */
export const startSalesforce = async (
  needs: Omit<SalesforceNeeds, 'origin'> & { port: number },
): Promise<Running> => {
  const { port, use, close } = await listen(needs.port);
  const origin = `http://salesforce.localhost:${port}`;
  use(await createSalesforce({ ...needs, origin }));
  return { port, origin, stop: close };
};
