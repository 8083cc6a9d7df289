import { listen } from '../serving/listen.ts';

/** Where the console that signs JWTs is when nobody said where: at its usual port, if that is free and the shop is at its own; else anywhere. */
export const consolePort = async (shopPort: number): Promise<number> => {
  const usual = shopPort === 8083 ? 8084 : 0;
  const probe = await listen(usual).catch(() => listen(0));
  await probe.close();
  return probe.port;
};
