import { listen } from '../serving/listen.ts';
import type { Running } from '../serving/running.ts';
import { createShop } from './create-shop.ts';

/** The shop, listening. Port 0 takes any free one; the origin then has it. */
export const startShop = async (needs: {
  readonly port: number;
  readonly handrailOrigin: string;
}): Promise<Running> => {
  const { port, use, close } = await listen(needs.port);
  use(await createShop(needs));
  return { port, origin: `http://shop.localhost:${port}`, stop: close };
};
