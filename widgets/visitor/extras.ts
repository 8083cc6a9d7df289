import type { Capability } from '../../protocol/capability.ts';
import type { ClientMessage, ServerMessage } from '../../protocol/control.ts';
import type { Handover } from '../../protocol/http/joining.ts';
import type { hpkeSeal } from '../seal/hpke-seal.ts';
import type { NewGeneration } from '../seal/recorded-roots.ts';
import type { BodyOrigin } from '../seal/sealed-channel.ts';
import type { VisitorRoom } from '../seal/visitor-room.ts';
import type { Banner } from './banner.ts';
import type { Consent } from './consent.ts';
import type { Handed } from './snippet-handed.ts';
import type { SnippetNatives } from './snippet-natives.ts';
import type { Texts } from './texts.ts';

/** What the visitor can allow that few sessions use: a part of the snippet does it, and is fetched when it is needed. */
export const isOfExtras = (capability: Capability): boolean =>
  capability === 'recording' || capability === 'files';

/** What an extra can use of the session that is on in this tab. */
export interface ExtrasNeeds {
  /** Where Handrail is. */
  readonly handed: Pick<Handed, 'origin'>;
  /** The visitor's credential, for calls of its API. */
  readonly kept: { readonly record: { readonly handover: Pick<Handover, 'credential'> } };
  readonly sessionId: string;
  /** What the core says already, in the language that an extra speaks, too: `en`, `de` or `ar`. */
  readonly texts: Pick<Texts, 'language' | 'close'>;
  readonly natives: SnippetNatives;
  /** What the visitor allows. Each change comes back as `changed`. */
  readonly consent: Consent;
  /** `send`, `sendBody`, who is there; `share` makes a new key. */
  readonly room: VisitorRoom;
  /** `ask` with `name: 'extra'` puts a question, `takeBack` takes it back, and `slot` holds what is to be seen throughout. */
  readonly banner: Pick<Banner, 'ask' | 'takeBack' | 'slot'>;
  /** HPKE, which the core has. */
  readonly seal: typeof hpkeSeal;
  /** base64url(SHA-256) of the only recording key that this site's own tag lets through; null when it names none. */
  readonly pinnedKey: string | null;
  /** The recording key that stood before this page. */
  readonly recordingKey: string | null;
  /** How long the tenant keeps recordings. */
  readonly recordingDays: number;
  /** Keeps the recording key for the next page of this session. */
  keepRecordingKey(publicKey: string | null): void;
  /** Ends the session, as *Stop sharing* does. */
  end(): void;
}

/**
 * One of these things, while the session is on in this tab: what it is told, each in the order in which things came. It is made when one is
 * needed, and hears nothing of what was before but what its needs say.
 */
export interface Extra {
  /** Every control message, after the core has taken note of it. */
  hear?(message: ServerMessage): void;
  /** One whole body of kind `chat` or `file`, authentic, from an agent. */
  take?(kind: ExtraKind, body: Uint8Array, origin: BodyOrigin): void;
  /** What the visitor allows has changed, or whether sharing is paused. */
  changed?(): void;
  /** A new key: what the server must hear before it is offered to anybody. */
  keying?(generation: NewGeneration): Promise<readonly ClientMessage[]>;
  /** It is over here: for good, or until this tab carries it again. */
  stop?(): void;
}

type ExtraKind = 'chat' | 'file';

export type CreateExtras = (needs: ExtrasNeeds) => Required<Extra>;
