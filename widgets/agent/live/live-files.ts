import { isGranted } from '../../../protocol/capability.ts';
import { FileMessage } from '../../../protocol/file-transfer.ts';
import type { FrameKind } from '../../../protocol/frame.ts';
import { FileTerms } from '../../../protocol/http/file-terms.ts';
import { ApiProblem } from '../../link/api.ts';
import { createFileTransfers } from '../../link/file-transfers.ts';
import { FileDesk } from '../../transfer/file-desk.ts';
import { openSink } from '../../transfer/file-sink.ts';
import { createLeaveQuestion } from '../../transfer/leave-question.ts';
import { SealedWay } from '../../transfer/sealed-way.ts';
import { ServerWay } from '../../transfer/server-way.ts';
import { wait } from '../wait.ts';
import type { Asking } from './asking.ts';
import { eachFrame } from './each-frame.ts';
import { jsonBody, readJsonBody } from './json-body.ts';
import type { LiveRoom } from './live-room.ts';

interface LiveFilesNeeds extends Asking {
  readonly room: LiveRoom;
  changed(): void;
}

/** The files of one live view, in touch with its room. */
export interface LiveFiles {
  readonly desk: FileDesk;
  take(kind: FrameKind, body: Uint8Array, sender: number): void;
  close(): void;
  /** Keys are in force. */
  resume(): void;
  /** What the room says may be other than it was. */
  look(): void;
}

export const createLiveFiles = ({ sessionId, api, token, room, changed }: LiveFilesNeeds): LiveFiles => {
  const say = (message: FileMessage): boolean => room.sealed.sendBody('chat', jsonBody(message));
  const sealed = {
    sendContent: (body: Uint8Array) => room.sealed.sendBody('file', body, { keyframe: true }),
    mayCarry: () => {
      const { grants, self } = room.roster;
      return self !== null && isGranted(grants, 'files', self, Date.now());
    },
    openSink,
    now: () => performance.now(),
    wait,
  };
  let way: SealedWay | null = null;
  // Each piece is news, and a screen shows only so many.
  const changedSoon = eachFrame<null>(() => changed());
  const leaving = createLeaveQuestion((type, listener, signal) =>
    addEventListener(type, listener, { signal }),
  );
  const desk = new FileDesk({
    say,
    changed: () => {
      leaving.ask(desk.isAtStake);
      changedSoon(null);
    },
    ways: (needs) => {
      way = new SealedWay({ ...needs, ...sealed });
      const files = createFileTransfers({
        origin: location.origin,
        sessionId,
        bearer: async () => token,
      });
      return [way, new ServerWay({ ...needs, files, side: 'agent', openSink })];
    },
    terms: async () => {
      try {
        return await api.get(`/api/sessions/${sessionId}/file-terms`, FileTerms, { bearer: token });
      } catch (error) {
        // Without terms nothing is offered; with the next key they are asked for again.
        if (error instanceof ApiProblem) return null;
        throw error;
      }
    },
  });
  const hear = (message: FileMessage, sender: number): void => {
    const isAnswer = message.type === 'file.offered' && desk.request?.from === null;
    desk.hear(message, sender);
    // Whoever has asked for it need not be asked.
    if (isAnswer) desk.wayOf(message.id)?.accept(message.id);
  };
  let looked = '';
  let policy = room.policy;
  return {
    desk,
    close: () => {
      desk.close();
      leaving.ask(false);
    },
    take: (kind, body, sender) => {
      if (kind === 'file') way?.take(body, sender);
      const message = kind === 'chat' ? readJsonBody(FileMessage, body) : null;
      if (message) hear(message, sender);
    },
    resume: () => {
      void desk.refresh();
      desk.resume();
      say({ type: 'files.resumed' });
    },
    look: () => {
      // Called for whatever changes in the room, also by what this changes.
      const isThere = room.visitor?.present ?? false;
      const seen = JSON.stringify([isThere, room.status, room.roster.grants, room.verified, room.policy]);
      if (seen === looked) return;
      looked = seen;
      // They come back with another key, and everything goes on with that.
      if (!isThere) desk.disconnected();
      way?.look();
      if (policy !== room.policy) void desk.refresh();
      policy = room.policy;
    },
  };
};
