import { listen } from '../serving/listen.ts';
import { createZendesk, type ZendeskNeeds } from './create-zendesk.ts';

export interface Running {
  readonly port: number;
  readonly origin: string;
  stop(): Promise<void>;
}

/** A simulated Zendesk that listens. Port 0 takes any free one; the origin then has it. */
export const startZendesk = async (
  needs: Omit<ZendeskNeeds, 'origin'> & { port: number },
): Promise<Running> => {
  const { port, use, close } = await listen(needs.port);
  const origin = `http://zendesk.localhost:${port}`;
  use(await createZendesk({ ...needs, origin }));
  return { port, origin, stop: close };
};
