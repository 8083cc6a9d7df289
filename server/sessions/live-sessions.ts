import type { Logger } from 'pino';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { Role } from '../../protocol/frame.ts';
import type { FileTerms } from '../../protocol/http/file-terms.ts';
import type { Recorders } from '../recordings/recorders.ts';
import type { Rooms } from '../relay/rooms.ts';
import { consentPolicyOf, type TenantSettings } from '../tenants/tenant.ts';
import type { FileWayOf } from './file-way.ts';
import type { LiveActions } from './live-actions.ts';
import { LiveSession } from './live-session.ts';
import { offerOf } from './reopening.ts';
import type { Session } from './session.ts';

interface LiveSessionsNeeds {
  readonly rooms: Rooms;
  readonly actions: LiveActions;
  readonly recorders: Pick<Recorders, 'open' | 'suspend' | 'finish'>;
  readonly fileWayOf: FileWayOf;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error'>;
}

/** How long a session without anybody in its room is kept at hand. */
const keptMs = 60_000;

/** What a session needs to know of its tenant's settings. */
type Decided = Pick<TenantSettings, 'sessionLimitMs' | 'consent' | 'storage' | 'crm'>;

interface Kept {
  readonly live: LiveSession;
  usedAt: number;
}

interface Over {
  readonly at: number;
  /** The reading in which it had ended. */
  readonly version: number;
}

/** The sessions that people are in, in this process. */
export class LiveSessions {
  readonly #needs: LiveSessionsNeeds;
  readonly #kept = new Map<string, Kept>();
  /** Sessions that ended lately: whoever was let in on an older reading is not let in after all. */
  readonly #over = new Map<string, Over>();

  constructor(needs: LiveSessionsNeeds) {
    this.#needs = needs;
  }

  /** The one there is of this session; a newer reading of the database is taken over. Null when it has ended since this reading. */
  open(session: Session, settings: Decided): LiveSession | null {
    if (session.version < (this.#over.get(session.id)?.version ?? 0)) return null;
    const kept = this.#kept.get(session.id);
    if (kept) {
      kept.usedAt = this.#needs.now();
      kept.live.adopt(session);
      kept.live.fileWay = this.#needs.fileWayOf(settings);
      return kept.live;
    }
    const { rooms, fileWayOf, ...needs } = this.#needs;
    const room = () => rooms.find(session.id);
    const { sessionLimitMs } = settings;
    const policy = consentPolicyOf(settings);
    const fileWay = fileWayOf(settings);
    const live = new LiveSession({ ...needs, session, policy, room, sessionLimitMs, fileWay });
    this.#kept.set(session.id, { live, usedAt: needs.now() });
    return live;
  }

  /** Takes over what has just been written, and clears the room of a session that has ended, or that goes on after all. */
  announce(session: Session) {
    const live = this.#kept.get(session.id)?.live;
    // Read a moment ago, and it has gone on since.
    if (live && session.version < live.session.version) return;
    const wasOver = live?.session.state.name === 'ended';
    live?.adopt(session);
    if (session.state.name !== 'ended') {
      if (wasOver) this.#reopen(session.id);
      return;
    }
    // Somebody has asked to go on; those who wait for the answer stay.
    if (wasOver && session.reopening.offer) return;
    const { by, reason } = session.state;
    this.#needs.rooms.find(session.id)?.tell({ type: 'session.ended', by, reason });
    this.#close(session.id);
    this.#over.set(session.id, { at: this.#needs.now(), version: session.version });
  }

  /** Whoever has waited comes again, as to any session: with new streams, and a new key. */
  #reopen(sessionId: string): void {
    this.#needs.rooms.find(sessionId)?.tell({ type: 'session.reopened' });
    this.#needs.rooms.close(sessionId, 'reopened');
  }

  /** What the tenant decides about consent, now. False for a session that nobody has been in lately. */
  async followPolicy(sessionId: string, policy: ConsentPolicy): Promise<boolean> {
    const kept = this.#kept.get(sessionId);
    await kept?.live.followPolicy(policy);
    return kept !== undefined;
  }

  /** Which way files go, from the next frame on. */
  followFileWay(sessionId: string, way: FileTerms['way']): void {
    const kept = this.#kept.get(sessionId);
    if (kept) kept.live.fileWay = way;
  }

  /** As `followPolicy`, for all of a tenant's: in each of them in this task. */
  async followPolicyOf(tenantId: string, policy: ConsentPolicy): Promise<void> {
    const all = [...this.#kept.values()].filter(({ live }) => live.session.tenantId === tenantId);
    await Promise.all(all.map(({ live }) => live.followPolicy(policy)));
  }

  /** Those that go on, as far as this process knows. */
  get openIds(): readonly string[] {
    return [...this.#kept].flatMap(([id, { live }]) => (live.session.state.name === 'ended' ? [] : [id]));
  }

  presenceOf(sessionId: string): ReadonlySet<Role> {
    const room = this.#needs.rooms.find(sessionId);
    return new Set(room?.participants.map((participant) => participant.role));
  }

  #close(sessionId: string): void {
    this.#needs.rooms.close(sessionId, 'session_ended');
    this.#kept.delete(sessionId);
  }

  #forget(id: string, live: LiveSession): void {
    this.#kept.delete(id);
    live.recording.suspend().catch((error: unknown) => {
      this.#needs.log.error({ err: error, sessionId: id }, 'A recording could not be set aside');
    });
  }

  /** Forgets sessions whose rooms have been empty for a while; they are read again when somebody comes. */
  sweep() {
    const now = this.#needs.now();
    for (const [id, kept] of this.#kept) {
      if (this.#needs.rooms.find(id)) kept.usedAt = now;
      else if (now - kept.usedAt > keptMs) this.#forget(id, kept.live);
      kept.live.recording.sweep().catch((error: unknown) => {
        this.#needs.log.error({ err: error, sessionId: id }, 'A recording could not be looked after');
      });
      const { session } = kept.live;
      if (session.state.name === 'ended' && !offerOf(session, now)) this.#close(id);
    }
    for (const [id, { at }] of this.#over) if (now - at > keptMs) this.#over.delete(id);
  }
}
