import type { FrameKind } from '../../../protocol/frame.ts';
import type { Api } from '../../link/api.ts';
import type { Mirror, MirrorNeeds } from '../../mirror/mirror-frame.ts';
import type { BodyOrigin } from '../../seal/sealed-channel.ts';
import type { FileDesk } from '../../transfer/file-desk.ts';
import { createHands, type Hands } from './hands.ts';
import type { LiveAccess } from './live-access.ts';
import { createLiveFiles } from './live-files.ts';
import { type LiveRoom, openLiveRoom } from './live-room.ts';
import { assetLoader, MirrorFeed } from './mirror-feed.ts';

interface LiveSessionNeeds {
  readonly sessionId: string;
  readonly api: Api;
  readonly access: LiveAccess;
  readonly createMirror: (needs: MirrorNeeds) => Mirror;
  /** Its document has loaded. */
  readonly frame: HTMLIFrameElement;
  changed(): void;
}

/** All of one open live view: the room, the picture in it, and the hands on the picture. */
export interface LiveSession {
  readonly room: LiveRoom;
  readonly feed: MirrorFeed;
  readonly hands: Hands;
  readonly files: FileDesk;
  close(): void;
}

export const openLiveSession = async (needs: LiveSessionNeeds): Promise<LiveSession> => {
  const { sessionId, api, access, frame, createMirror, changed } = needs;

  const hear = (kind: FrameKind, body: Uint8Array, { role, sender, keyframe }: BodyOrigin): void => {
    if (role === 'visitor') files.take(kind, body, sender);
    if (kind === 'page') {
      // Node ids begin anew with each keyframe.
      if (keyframe) hands.forget();
      feed.apply(body, keyframe);
    }
    if ((kind === 'pointer' || kind === 'drawing') && role === 'visitor') hands.visitor.hear(kind, body);
  };

  const room = await openLiveRoom({
    sessionId,
    access,
    api,
    onBody: hear,
    onSealed: () => files.resume(),
    onDisconnected: () => files.desk.disconnected(),
    changed: () => {
      files.look();
      if (room.roster.paused) feed.hide();
      changed();
    },
  });
  const files = createLiveFiles({ sessionId, api, token: access.token, room, changed });
  const feed = new MirrorFeed({
    createMirror,
    frame,
    loadAsset: assetLoader({ api, sessionId, token: access.token }),
    requestKeyframe: () => room.sealed.requestKeyframe(),
    changed,
  });
  const hands = createHands({
    onPage: {
      page: () => (feed.hasPicture ? room.sealed.page : null),
      locate: ({ x, y }) => feed.mirror.locate(x, y),
      place: (anchor) => feed.mirror.place(anchor),
      nodeOf: (id) => feed.mirror.nodeOf(id),
    },
    sendBody: (kind, body) => room.sealed.sendBody(kind, body),
  });

  return {
    room,
    feed,
    hands,
    files: files.desk,
    close: () => {
      files.close();
      room.leave();
      feed.dispose();
    },
  };
};
