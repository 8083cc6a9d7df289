import { listen } from '../serving/listen.ts';
import type { Running } from '../serving/running.ts';
import { createZendesk, type ZendeskNeeds } from './create-zendesk.ts';

/** A simulated Zendesk that listens. Port 0 takes any free one; the origin then has it. */
export const startZendesk = async (
  needs: Omit<ZendeskNeeds, 'origin'> & { port: number },
): Promise<Running> => {
  const { port, use, close } = await listen(needs.port);
  const origin = `http://zendesk.localhost:${port}`;
  use(await createZendesk({ ...needs, origin }));
  return { port, origin, stop: close };
};
