import * as v from 'valibot';
import type { CloseReason } from '../../protocol/close-codes.ts';
import { ClientMessage, type ClientMessageOf } from '../../protocol/control.ts';
import { acceptsVersion } from '../../protocol/version.ts';

/** A participant's control message. Null when no schema accepts it. */
export const readMessage = (text: string): ClientMessage | null => {
  const result = v.safeParse(ClientMessage, parseJson(text), { abortEarly: true });
  return result.success ? result.output : null;
};

// Another version's join may differ in everything but these two.
const Versioned = v.looseObject({ type: v.literal('join.requested'), version: v.number() });

/** The first message. Its version is looked at before its form, so that an old page is told why. */
export const readJoin = (text: string): ClientMessageOf<'join.requested'> | CloseReason => {
  const value = parseJson(text);
  const versioned = v.safeParse(Versioned, value);
  if (versioned.success && !acceptsVersion(versioned.output.version)) return 'version_refused';
  const result = v.safeParse(ClientMessage, value, { abortEarly: true });
  if (!result.success) return 'malformed';
  return result.output.type === 'join.requested' ? result.output : 'unauthorized';
};

const parseJson = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
};
