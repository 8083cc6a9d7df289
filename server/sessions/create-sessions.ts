import type { IncomingMessage, Server } from 'node:http';
import { Router } from 'express';
import type { Logger } from 'pino';
import type { ConsentPolicy } from '../../protocol/consent-policy.ts';
import type { Access } from '../agents/access.ts';
import type { AgentRef } from '../agents/agent.ts';
import { findAgent } from '../agents/agent-store.ts';
import { permissionsOf } from '../agents/roles.ts';
import type { CrmOf } from '../crm/crm.ts';
import type { KeyRing } from '../crypto/key-ring.ts';
import type { InTransaction, Queryable, Transaction } from '../database/transaction.ts';
import { Problem } from '../http/problem.ts';
import type { Job, JobHandler } from '../jobs/job.ts';
import type { Recorders } from '../recordings/recorders.ts';
import { createRelay } from '../relay/relay.ts';
import { Rooms } from '../relay/rooms.ts';
import type { Tenant } from '../tenants/tenant.ts';
import { createAgentActions } from './agent-actions.ts';
import { agentRoutes } from './agent-routes.ts';
import { artifactsChanged } from './artifacts-changed.ts';
import { createAskerOf } from './asker.ts';
import { writeBackGivenUp, writeBackHandlers } from './bring-write-back.ts';
import { createChangeSession } from './change-session.ts';
import { consoleSessionRoutes } from './console-session-routes.ts';
import { endAllOf } from './end-all-of.ts';
import { createFileTermsOf } from './file-terms.ts';
import { fileTermsRoutes } from './file-terms-routes.ts';
import { createFileWayOf } from './file-way.ts';
import { createFollowPolicy } from './follow-policy.ts';
import { createJoinCodes } from './join-codes.ts';
import { createLiveActions, type LiveActions } from './live-actions.ts';
import { createLiveCodes } from './live-codes.ts';
import { LiveSessions } from './live-sessions.ts';
import { noticeEndings } from './notice-endings.ts';
import { retryAllOf } from './retry-write-back.ts';
import { createRoleWatch } from './role-watch.ts';
import type { Session } from './session.ts';
import { createSessionDoor } from './session-door.ts';
import { createShowRequester } from './show-requester.ts';
import { startSession } from './start-session.ts';
import { startTestSession } from './start-test-session.ts';
import { createSweep } from './sweep.ts';
import { createVisitorActions } from './visitor-actions.ts';
import { visitorRoutes } from './visitor-routes.ts';
import { createWriteBackActions } from './write-back-actions.ts';
import { writeBackRoutes } from './write-back-routes.ts';
import type { OfTenant } from './write-back-store.ts';

export interface SessionsNeeds {
  readonly db: Queryable;
  readonly inTransaction: InTransaction;
  readonly keyRing: Pick<KeyRing, 'mac'>;
  readonly recorders: Recorders;
  readonly findTenant: (id: string) => Promise<Tenant | null>;
  /** Whether some tenant's sessions take place on this origin. */
  readonly isSite: (origin: string) => Promise<boolean>;
  readonly crmOf: CrmOf;
  readonly access: Pick<Access, 'refresh' | 'ensureFresh'>;
  /** Handrail's own, as browsers send it. */
  readonly origin: string;
  /** Something is in the outbox. */
  readonly wake: () => void;
  readonly now: () => number;
  readonly log: Pick<Logger, 'error' | 'warn'>;
  /** Whether files that people send each other are looked at for malware. */
  readonly scansFiles: boolean;
  /** How long a connection has to say who it is: five seconds, unless a test says otherwise. */
  readonly joinWithinMs?: number;
  /** The address that a realtime connection counts for, behind the proxies that are trusted. */
  readonly addressOf: (req: IncomingMessage) => string;
}

export interface Sessions {
  /** Mounted at /api, after callers were identified and JSON bodies read. */
  readonly routes: Router;
  /** An admin tries Handrail out with themselves. */
  readonly startTest: ReturnType<typeof startTestSession>;
  /** Takes this server's upgrades to `/realtime/<session id>`. */
  acceptUpgrade(server: Server): void;
  /** Mounted at /realtime: the same where no WebSocket comes through. */
  readonly realtimeRoutes: Router;
  /** For the outbox's worker. */
  readonly handlers: Readonly<Record<'case.note' | 'case.record' | 'case.outcome', JobHandler>>;
  readonly onGivenUp: (trx: Transaction, job: Job, problem: string) => Promise<void>;
  /** Expired links, nobody there, too long, role lost. Every few seconds. */
  sweep(): Promise<void>;
  /** The case will say that this was used. */
  readonly noteFeature: LiveActions['noteFeature'];
  /** This agent has signed out: ends their sessions and takes their invitations back. */
  endAllOf(who: AgentRef, because?: 'signed_out' | 'role_lost'): Promise<void>;
  /** This tenant has decided anew about consent: holds the sessions that go on to it. */
  followPolicy(tenantId: string, policy: ConsentPolicy): Promise<void>;
  /** This agent's roles are others now: if they may have no sessions any more, ends them. */
  endIfRoleLost(who: AgentRef): Promise<void>;
  /** This agent is connected to the CRM again: what could not be brought there without that is due now. */
  onSignedIn(trx: Transaction, who: AgentRef): Promise<void>;
  /** What is kept of this session is another now: what the CRM lists of it is to follow. In the transaction of the change. */
  onArtifactsChanged(trx: Transaction, of: OfTenant): Promise<void>;
  /** Ends connections that gave no sign of life since the last call. Every 15 seconds or so. */
  beat(): void;
  /** Tells everybody to connect elsewhere, and closes who has not gone after `graceMs`. */
  drain(graceMs: number): Promise<void>;
}

/** Composes the sessions and their relay. */
export const createSessions = (needs: SessionsNeeds): Sessions => {
  const { db, inTransaction, findTenant, access, crmOf, recorders, now, log } = needs;
  const tenantOf = async (id: string): Promise<Tenant> => {
    const tenant = await findTenant(id);
    if (!tenant) throw new Problem('not_found', 'This organization is not here any more.');
    return tenant;
  };
  const fileWayOf = createFileWayOf(needs.scansFiles);
  const rooms = new Rooms({ now });
  const announce = (session: Session) => {
    live.announce(session);
    if (session.state.name === 'ended') needs.wake();
  };
  const change = createChangeSession({ inTransaction, announce });
  const roles = createRoleWatch({ db, access, now, log });
  const actions = createLiveActions({ db, change, roles, recorders, now });
  const live = new LiveSessions({ rooms, actions, recorders, fileWayOf, now, log });
  const policies = createFollowPolicy({ db, live, fileWayOf, tenantOf, keepWithin: actions.keepWithin, log });
  const presenceOf = (sessionId: string) => live.presenceOf(sessionId);
  const joinCodes = createJoinCodes({ inTransaction, keyRing: needs.keyRing, now });
  const door = createSessionDoor({ db, change, live, findTenant, origin: needs.origin, now });
  const { addressOf, joinWithinMs = 5000 } = needs;
  const relay = createRelay({ door, rooms, log, joinWithinMs, addressOf });
  const start = startSession({
    crmOf,
    access,
    tenantOf,
    inTransaction,
    joinCodes,
    presenceOf,
    announce,
    now,
  });
  const endAll = endAllOf({ db, change, now });
  const sweepSessions = createSweep({
    db,
    change,
    roles,
    tenantOf,
    presenceOf,
    followPolicy: policies.one,
    now,
    log,
  });
  const visitors = createVisitorActions({ db, inTransaction, change, joinCodes, tenantOf, now });
  const agents = createAgentActions({ db, inTransaction, change, start, joinCodes, presenceOf, now });
  const writeBacks = createWriteBackActions(needs);
  const askerOf = createAskerOf(db);
  const showRequester = createShowRequester(needs);

  const liveCodes = createLiveCodes({ inTransaction, now });
  const termsOf = createFileTermsOf({ db, tenantOf, scansFiles: needs.scansFiles, fileWayOf });

  return {
    startTest: startTestSession({ inTransaction, tenantOf, liveCodes, now }),
    routes: Router()
      .use(visitorRoutes(visitors, needs), writeBackRoutes({ actions: writeBacks, askerOf, showRequester }))
      .use(fileTermsRoutes({ db, askerOf, termsOf, isSite: needs.isSite }))
      .use('/sessions', agentRoutes(agents))
      .use('/console-sessions', consoleSessionRoutes(start)),
    acceptUpgrade: relay.acceptUpgrade,
    realtimeRoutes: relay.httpRoutes,
    handlers: writeBackHandlers({ db, inTransaction, crmOf, origin: needs.origin, now }),
    onGivenUp: writeBackGivenUp({ now }),
    sweep: async () => {
      await sweepSessions();
      await noticeEndings(db, live);
      joinCodes.sweep();
      live.sweep();
      await recorders.sweep();
    },
    noteFeature: actions.noteFeature,
    followPolicy: policies.allOf,
    endAllOf: endAll,
    endIfRoleLost: async (who) => {
      const agent = await findAgent(db, who);
      if (!permissionsOf(agent?.roles ?? []).has('sessions.start')) await endAll(who, 'role_lost');
    },
    onSignedIn: (trx, who) => retryAllOf(trx, who, now()),
    onArtifactsChanged: (trx, of) => artifactsChanged(trx, of, now()),
    beat: relay.beat,
    drain: async (graceMs) => {
      await relay.drain(graceMs);
      await recorders.close();
    },
  };
};
