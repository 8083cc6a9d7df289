import * as v from 'valibot';
import { Capability } from '../../protocol/capability.ts';
import { Handover } from '../../protocol/http/joining.ts';
import { PublicPoint, SessionId } from '../../protocol/identifier.ts';
import { readJson } from '../link/read-json.ts';
import { type Device, openDeviceStore } from '../seal/device-store.ts';
import { sessionMarker } from './session-marker.ts';

/** What this site knows of its session: what was handed over, and what the visitor allows at present. */
export const SessionRecord = v.strictObject({
  handover: Handover,
  allowed: v.array(Capability),
  paused: v.boolean(),
  /** Agents, by number, to whom the visitor has said yes to control for the whole session. */
  agreed: v.optional(v.array(v.number())),
  /** What the recording that the visitor allows is sealed to. */
  recordingKey: v.optional(v.nullable(PublicPoint)),
});
export type SessionRecord = v.InferOutput<typeof SessionRecord>;

/**
 * The marker's content: the record is sealed, and only this browser's device key opens it. That it was stopped (epoch ms) stands
 * beside it, because that must be written in the same task.
 */
const Kept = v.strictObject({
  sessionId: SessionId,
  sealed: v.string(),
  stoppedAt: v.optional(v.number()),
});

const generationKey = 'handrail.generation';
const devices = openDeviceStore();

/** A session as one of this site's tabs finds it. */
export interface KeptSession {
  readonly record: SessionRecord;
  readonly device: Device;
  /** When the visitor stopped it, if the server may not know yet: nothing of it goes on. Null while it is on. */
  readonly stoppedAt: number | null;
}

/** Keeps a session that was just handed over, in place of any older one. */
export const keepSession = async (record: SessionRecord): Promise<KeptSession> => {
  await forgetSession();
  const device = await devices.make(record.handover.sessionId);
  const { sessionId } = record.handover;
  write({ sessionId, sealed: await device.seal(JSON.stringify(record)) });
  return { record, device, stoppedAt: null };
};

/** Puts a session back that goes on after all, with what the visitor was told of; never in the place of another. */
export const restoreSession = async (
  { record, device }: KeptSession,
  allowed: readonly Capability[],
): Promise<void> => {
  const { sessionId } = record.handover;
  const sealed = await device.seal(
    JSON.stringify({ ...record, allowed, paused: false, agreed: [], recordingKey: null }),
  );
  if (readKept()) return;
  await device.restore();
  if (readKept()) await devices.remove(sessionId);
  else write({ sessionId, sealed });
};

/** Keeps what has changed of a session; nothing when it is no longer the one that is kept. */
export const saveRecord = async ({ record, device }: Omit<KeptSession, 'stoppedAt'>): Promise<void> => {
  const sealed = await device.seal(JSON.stringify(record));
  const kept = readKept();
  if (kept?.sessionId === record.handover.sessionId) write({ ...kept, sealed });
};

/** Notes, in this task, that the visitor has stopped: no page of this site goes on with it. */
export const noteStopped = (): void => {
  const kept = readKept();
  if (kept) write({ ...kept, stoppedAt: Date.now() });
};

/** Null when there is none, or when its keys are gone: then what is left is cleared away. */
export const findSession = async (): Promise<KeptSession | null> => {
  const kept = readKept();
  if (!kept) return null;
  const device = await devices.find(kept.sessionId);
  const text = await device?.open(kept.sealed);
  const record = text ? readJson(SessionRecord, text) : null;
  if (device && record) return { record, device, stoppedAt: kept.stoppedAt ?? null };
  await forgetSession();
  return null;
};

/** Removes the record and the keys; nothing of the session stays in this browser. One that has taken its place stays. */
export const forgetSession = async (sessionId?: string): Promise<void> => {
  const kept = readKept();
  if (sessionId !== undefined && kept?.sessionId !== sessionId) return;
  // The keys first: when the page goes away in between, the marker still tells the next one to clear up.
  if (kept) await devices.remove(kept.sessionId);
  if (readKept()?.sessionId !== kept?.sessionId) return;
  localStorage.removeItem(sessionMarker);
  localStorage.removeItem(generationKey);
};

/** The next number of a content key, over all pages and tabs. @throws RangeError after 65,536 of them. */
export const nextGeneration = (): number => {
  const next = Number(localStorage.getItem(generationKey) ?? '-1') + 1;
  if (!Number.isInteger(next) || next > 65_535) throw new RangeError('no more keys');
  localStorage.setItem(generationKey, String(next));
  return next;
};

const write = (kept: v.InferOutput<typeof Kept>): void =>
  localStorage.setItem(sessionMarker, JSON.stringify(kept));

const readKept = (): v.InferOutput<typeof Kept> | null => {
  const text = localStorage.getItem(sessionMarker);
  if (text === null) return null;
  const kept = readJson(Kept, text);
  if (!kept) localStorage.removeItem(sessionMarker);
  return kept;
};
