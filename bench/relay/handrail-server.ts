import { createServer } from 'node:http';
import { tuneV8 } from '../../server/config/tune-v8.ts';
import type { Frame } from '../../server/relay/frame.ts';
import type { Participant } from '../../server/relay/participant.ts';
import { createRelay } from '../../server/relay/relay.ts';
import type { RoomHost } from '../../server/relay/room-host.ts';
import { Rooms } from '../../server/relay/rooms.ts';
import { featureOf } from '../../server/sessions/feature-of.ts';
import { judgeFrame } from '../../server/sessions/frame-gate.ts';
import type { Feature, Session } from '../../server/sessions/session.ts';
import type { SessionRecording } from '../../server/sessions/session-recording.ts';
import { StandingGrants } from '../../server/sessions/standing-grants.ts';
import { createBenchRecordings } from '../storage/bench-recordings.ts';
import { underTest } from './under-test.ts';

// As in production.
tuneV8();

/** Our relay with its real rooms, connections, limits and gate. Only who may come in is not asked: nothing of that is per frame. */
const now = () => Date.now();
const session: Session = {
  id: 'ses_bench',
  tenantId: 'bench',
  agentId: 'bench',
  caseId: '1',
  caseNumber: '1',
  requester: null,
  brandId: null,
  isTest: false,
  proofHash: '',
  createdAt: 0,
  state: { name: 'active', joinedAt: 0, activeAt: 0, by: 'link' },
  grants: [
    { capability: 'view', to: 'agents', until: null },
    { capability: 'recording', to: 'agents', until: null },
  ],
  paused: false,
  features: [],
  visitorId: 'bench',
  places: [],
  words: { begun: 0, matchedBy: [] },
  reopening: { gaps: [], offer: null },
  version: 1,
};

const record = createBenchRecordings(session, now);
/** Of each session, what begins its recording and what ends it. */
const recorded: { readonly begin: () => Promise<void>; readonly end: () => Promise<void> }[] = [];

const hostOf = async (): Promise<RoomHost> => {
  const grants = new StandingGrants(now);
  grants.replace(session.grants);
  let recording: SessionRecording | null = null;
  recorded.push({
    begin: async () => {
      recording = await record(grants);
    },
    end: async () => {
      await recording?.suspend();
      recording = null;
    },
  });
  const seen = new Set<Feature>();
  const holding = { session, grants, fileWay: 'sealed' } as const;
  return {
    gate: (from, kind) => judgeFrame(holding, from, kind),
    // As a live session does, which writes each feature down the first time.
    tap: (from: Participant, frame: Frame, at: number) => {
      recording?.take(frame, at);
      const feature = featureOf(from.role, frame.kind);
      if (feature && !seen.has(feature)) seen.add(feature);
    },
    heard: async () => undefined,
    arrived: ({ connection, number }) =>
      connection.send({
        type: 'joined',
        number,
        participants: [],
        grants: [],
        paused: false,
        joinedBy: 'link',
        endsAt: 0,
        serverTime: 0,
      }),
    left: () => undefined,
  };
};

const hosts = new Map<string, Promise<RoomHost>>();
const relay = createRelay({
  rooms: new Rooms({ now }),
  log: console,
  joinWithinMs: 60_000,
  // All of them come from this machine.
  strangersFromOne: Number.POSITIVE_INFINITY,
  door: {
    refuses: async () => null,
    admit: async ({ sessionId, request: { role } }) => {
      const coming = hosts.get(sessionId) ?? hostOf();
      hosts.set(sessionId, coming);
      const host = await coming;
      const number = role === 'visitor' ? 1 : 2;
      return { number, role, name: role, hpkeKey: null, takesFrames: true, host };
    },
  },
});
const server = createServer();
relay.acceptUpgrade(server);
// All sessions are recorded from then on, as in production, or none is.
underTest(server, async (to) => {
  for (const { begin, end } of recorded) await (to === 'recorded' ? begin() : end());
});
