import * as v from 'valibot';
import { Capability, Grant } from './capability.ts';
import { ConsentPolicy } from './consent-policy.ts';
import { endedBy, endReasons } from './ending.ts';
import { Base64Url, PublicPoint, Secret256, SessionId, Signature } from './identifier.ts';

const ParticipantNumber = v.pipe(v.number(), v.integer(), v.minValue(1), v.maxValue(0xffff_ffff));
const Generation = v.pipe(v.number(), v.integer(), v.minValue(0), v.maxValue(65_535));
/** 16 random bytes, base64url; the sealed keyframe repeats them. */
const Nonce = v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{22}$/));

/** Someone in the room. `hpkeKey` is an agent's public key for this page load (raw P-256 point), else null. */
export const ParticipantView = v.strictObject({
  number: ParticipantNumber,
  role: v.picklist(['visitor', 'agent']),
  name: v.string(),
  hpkeKey: v.nullable(PublicPoint),
  /** False while the participant's connection is lost; the number stays. */
  present: v.boolean(),
});
export type ParticipantView = v.InferOutput<typeof ParticipantView>;

/**
 * First message of a participant, within 5 s of `challenged`. `signature` is ECDSA P-256/SHA-256 over
 * `"handrail/1 join" | session id | challenge` (UTF-8, joined by `|`) with the key whose public half is `publicKey`.
 * A visitor's credential is bound to the first key that joins with it; an agent's live token was bound when redeemed.
 * A visitor who is still on our join page (`place: 'join'`) binds nothing and may send no frames.
 */
const JoinRequested = v.strictObject({
  type: v.literal('join.requested'),
  version: v.number(),
  sessionId: SessionId,
  role: v.picklist(['visitor', 'agent']),
  place: v.picklist(['join', 'site', 'live']),
  credential: Secret256,
  publicKey: PublicPoint,
  signature: Signature,
  hpkeKey: v.nullable(PublicPoint),
  /** Comes although it is over, to ask to go on or to be asked; neither sends frames nor is sent any. */
  over: v.optional(v.literal(true)),
});

/** The visitor's content key of one generation, sealed to one agent's HPKE key in mode_psk. */
export const KeyOffered = v.strictObject({
  type: v.literal('key.offered'),
  to: ParticipantNumber,
  generation: Generation,
  /** Which HPKE key it was sealed to. */
  hpkeKey: PublicPoint,
  enc: PublicPoint,
  sealed: Base64Url,
});

const KeyframeRequested = v.strictObject({ type: v.literal('keyframe.requested'), nonce: Nonce });

/** The visitor grants or withdraws; the server records, enforces, and tells everyone `grants.changed`. */
const GrantChanged = v.strictObject({
  type: v.literal('grant.changed'),
  capability: Capability,
  allowed: v.boolean(),
  /** By what the visitor said earlier in this session: they were not asked anew. */
  again: v.optional(v.literal(true)),
});
/** The agent asks; the server passes it to the visitor as `grant.requested` with `from`. */
const GrantRequested = v.strictObject({ type: v.literal('grant.requested'), capability: Capability });
/** The visitor said no, or two refusals paused asking. */
export const GrantRefused = v.strictObject({ type: v.literal('grant.refused'), capability: Capability });
/** The agent gives a capability back (*Release control*). */
const GrantReleased = v.strictObject({ type: v.literal('grant.released'), capability: Capability });
/**
 * While `recording` is granted, for each generation and before its keys are offered: the roots of the recorded kinds, sealed to the tenant's
 * recording key (HPKE base mode, `recordingInfo`). `key` is base64url(SHA-256) of that key; `sealed` is `sealedRootsBytes` and a tag of 16 bytes.
 */
const RecordingKeyed = v.strictObject({
  type: v.literal('recording.keyed'),
  generation: Generation,
  key: Secret256,
  enc: PublicPoint,
  sealed: v.pipe(v.string(), v.regex(/^[A-Za-z0-9_-]{288}$/)),
});

/** The visitor paused or resumed sharing. */
export const SharingChanged = v.strictObject({ type: v.literal('sharing.changed'), paused: v.boolean() });

/**
 * Comparing words (code joins only), one exchange per human click. t = SHA-256 over every field with the protocol version.
 * commit = SHA-256(session id | pkV | rV); the agent answers pkA, rA; the visitor reveals pkV, rV.
 */
export const WordsCommitted = v.strictObject({ type: v.literal('words.committed'), commitment: Secret256 });
export const WordsAnswered = v.strictObject({
  type: v.literal('words.answered'),
  publicKey: PublicPoint,
  random: Secret256,
});
export const WordsRevealed = v.strictObject({
  type: v.literal('words.revealed'),
  publicKey: PublicPoint,
  random: Secret256,
});
/** 32 bytes HPKE-sealed to the other side (base mode, info t). psk = HKDF(both, t). */
export const WordsSealed = v.strictObject({
  type: v.literal('words.sealed'),
  enc: PublicPoint,
  sealed: Base64Url,
});
/** A person pressed *Words match* or *Words differ*. */
export const WordsJudged = v.strictObject({ type: v.literal('words.judged'), match: v.boolean() });

/** It ended by mistake: asks the other side to go on, or says yes to who has asked. From the visitor, this is their consent to being seen again. */
const ReopeningRequested = v.strictObject({ type: v.literal('reopening.requested') });
/** Either side's last word: it is over for good. */
const ReopeningRefused = v.strictObject({ type: v.literal('reopening.refused') });

const EndRequested = v.strictObject({ type: v.literal('end.requested') });
const Ping = v.strictObject({ type: v.literal('ping') });

/** What a participant may say. */
export const ClientMessage = v.variant('type', [
  JoinRequested,
  KeyOffered,
  KeyframeRequested,
  GrantChanged,
  GrantRequested,
  GrantRefused,
  GrantReleased,
  RecordingKeyed,
  SharingChanged,
  WordsCommitted,
  WordsAnswered,
  WordsRevealed,
  WordsSealed,
  WordsJudged,
  ReopeningRequested,
  ReopeningRefused,
  EndRequested,
  Ping,
]);
export type ClientMessage = v.InferOutput<typeof ClientMessage>;
export type ClientMessageOf<T extends ClientMessage['type']> = Extract<ClientMessage, { type: T }>;

/** Who said what the server passes on. */
export const from = { from: ParticipantNumber };

/** All that the visitor's site hears: its script is weighed, and reads no more than that. */
export const SiteMessage = v.variant('type', [
  /** At once on connecting: 32 random bytes to sign, and the versions this server accepts. */
  v.strictObject({
    type: v.literal('challenged'),
    challenge: Secret256,
    oldestVersion: v.number(),
    newestVersion: v.number(),
  }),
  v.strictObject({
    type: v.literal('joined'),
    number: ParticipantNumber,
    participants: v.array(ParticipantView),
    grants: v.array(Grant),
    paused: v.boolean(),
    /** How the visitor came in; null before. Agents of a `code` session compare words. */
    joinedBy: v.nullable(v.picklist(['link', 'code'])),
    /** Epoch ms: when the session ends by the tenant's longest length. */
    endsAt: v.number(),
    serverTime: v.number(),
    /** It is over, and until `endsAt` both sides can take that back. Not said: it goes on. */
    over: v.optional(v.literal(true)),
  }),
  v.strictObject({
    type: v.literal('participant.joined'),
    participant: ParticipantView,
    /** How the visitor came in, as in `joined`: an agent who was here first learns it so. */
    joinedBy: v.optional(v.nullable(v.picklist(['link', 'code']))),
  }),
  v.strictObject({ type: v.literal('participant.left'), number: ParticipantNumber }),
  v.strictObject({ type: v.literal('grants.changed'), grants: v.array(Grant) }),
  /** What the tenant decides about consent; said on joining, and whenever it changes. */
  v.strictObject({ type: v.literal('policy.changed'), policy: ConsentPolicy }),
  v.strictObject({ ...GrantRequested.entries, ...from }),
  /** To the visitor: answer with a new epoch that repeats every nonce (one for each viewer that is waiting). */
  v.strictObject({ type: v.literal('keyframe.requested'), nonces: v.array(Nonce) }),
  v.strictObject({
    type: v.literal('session.ended'),
    by: v.picklist(endedBy),
    reason: v.picklist(endReasons),
  }),
  v.strictObject({ ...ReopeningRequested.entries, ...from }),
  /** The other side said yes: everybody connects again. */
  v.strictObject({ type: v.literal('session.reopened') }),
  v.strictObject({ type: v.literal('server.moving') }),
  v.strictObject({ type: v.literal('pong') }),
]);

export type { ServerMessage, ServerMessageOf } from './server-message.ts';
