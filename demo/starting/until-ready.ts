import { setTimeout as delay } from 'node:timers/promises';

const everyMs = 100;
const atMostMs = 60_000;
const oneTryMs = 2_000;

/** Resolves when the address answers with success. @throws when it doesn't within a minute. */
export const untilReady = async (address: string, signal: AbortSignal): Promise<void> => {
  const giveUpAt = Date.now() + atMostMs;
  while (!signal.aborted) {
    const oneTry = AbortSignal.any([signal, AbortSignal.timeout(oneTryMs)]);
    const answer = await fetch(address, { signal: oneTry, redirect: 'manual' }).catch(() => null);
    await answer?.body?.cancel();
    if (answer && answer.status < 400) return;
    if (Date.now() > giveUpAt) throw new Error(`${address} did not get ready within a minute.`);
    await delay(everyMs);
  }
};
