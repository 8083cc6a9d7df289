import type { VisitorSettings } from '../../protocol/http/joining.ts';
import { siteApi } from '../link/site-api.ts';
import { openHandover } from '../seal/handover-box.ts';
import { Banner } from './banner.ts';
import { CoreSession } from './core-session.ts';
import { nextTry } from './next-try.ts';
import { keepOnTop } from './overlay-top.ts';
import {
  findSession,
  forgetSession,
  type KeptSession,
  keepSession,
  type SessionRecord,
} from './session-record.ts';
import type { Handed } from './snippet-handed.ts';
import { tellStopped } from './tell-stopped.ts';
import type { Texts } from './texts.ts';

/** Carries the session of this site in this page: from a handover that was in the address, or from where the last page left it. */
export const runCore = async (handed: Handed, texts: Texts): Promise<void> => {
  const kept = handed.handover ? await openHandedOver(handed, texts) : await findSession();
  if (!kept) return;
  if (kept.stoppedAt !== null) return tellStopped(handed.origin, kept);
  const settings = await settingsOf(handed.origin, kept);
  if (!settings) return;
  const { consent, recordingDays, ...policy } = settings;
  const { sessionId } = kept.record.handover;
  new CoreSession({ handed, texts, policy, consent, recordingDays, sessionId }).start();
};

/** A handover lives for a minute. */
const mostAttempts = 20;

/** Null when the handover is gone or not for us, or when the visitor says no. */
const openHandedOver = async (handed: Handed, texts: Texts): Promise<KeptSession | null> => {
  const { origin, handover } = handed;
  if (!handover) return null;
  const blob = await openingOf(origin, handover.id);
  const opened = blob && (await openHandover({ blob, key: handover.key }));
  // A reload of an address that was used up: what this site has kept goes on.
  if (!opened) return findSession();
  const record: SessionRecord = { handover: opened, allowed: opened.capabilities, paused: false };
  // Whoever was not sent here by our own page may have been lured: they are asked again, here.
  if (!cameFrom(origin) && !(await asksAgain(handed, texts, record))) {
    // The link was used up on the way here: this ends the session, and whoever invited them learns it.
    await tellStopped(origin, { record, stoppedAt: null });
    return null;
  }
  // One that was stopped while there was no network must not be forgotten untold.
  const older = await findSession();
  if (older?.stoppedAt)
    await siteApi(origin).withdraw(older.record.handover.sessionId, older.record.handover.credential);
  return keepSession(record);
};

const openingOf = async (origin: string, id: string, attempt = 1): Promise<string | null> => {
  const answer = await siteApi(origin).openHandover(id);
  if (answer.type === 'value') return answer.value.blob;
  if (answer.type === 'refused' || attempt >= mostAttempts) return null;
  await nextTry();
  return openingOf(origin, id, attempt + 1);
};

const cameFrom = (origin: string): boolean =>
  document.referrer !== '' && new URL(document.referrer).origin === origin;

const asksAgain = ({ natives }: Handed, texts: Texts, { handover }: SessionRecord): Promise<boolean> =>
  new Promise((resolve) => {
    const onAnswered = (_question: unknown, allowed: boolean): void => {
      stop();
      banner.remove();
      resolve(allowed);
    };
    const banner = new Banner({ natives, texts, events: { onAnswered } });
    const stop = keepOnTop({ hosts: [banner.host], probe: () => banner.probe(), natives });
    banner.ask({
      name: 'view',
      agent: handover.agentName,
      tenant: handover.tenantName,
      recorded: handover.capabilities.includes('recording'),
    });
  });

/** What to hide. Nothing is captured before this is known; null when the session is over. */
const settingsOf = async (origin: string, kept: KeptSession): Promise<VisitorSettings | null> => {
  const { sessionId, credential } = kept.record.handover;
  const answer = await siteApi(origin).settings(sessionId, credential);
  if (answer.type === 'value') return answer.value;
  if (answer.type === 'refused') {
    await forgetSession(sessionId);
    return null;
  }
  await nextTry();
  return settingsOf(origin, kept);
};
