const shortest = 6;
const mostSecrets = 500;
const longest = 4096;

/** What kind of text goes through the net: words for people, or names and rules that hold a page together. */
export type TextUse = 'words' | 'structure';

/**
 * A net behind the masks: takes out of leaving text what was seen in masked places. Bounded, so no guarantee; the guarantee is
 * that masked nodes have no ids.
 */
export interface Scrubber {
  /** `source` is the masked element or field that it was seen in. */
  remember(text: string, source: object): void;
  /** The same for what is in a field: while a person types, each text begins with the one before, which is forgotten. */
  rememberTyped(text: string, field: object): void;
  /** What was seen in `source` only may be shown again: it is no longer masked. */
  forget(source: object): void;
  scrub(text: string, use: TextUse): string;
}

/** A plain word in a masked place ("Account") must not blank out class names and style rules that contain it. */
const isPlainWord = (secret: string): boolean => /^[\p{L}\s_-]+$/u.test(secret);

/** A card number may be shown elsewhere in another grouping. */
const spellings = (text: string): readonly string[] => {
  const digits = /^[\d -]{12,23}$/.test(text) ? text.replace(/\D/g, '') : '';
  if (!digits) return [text];
  const groups = digits.match(/.{1,4}/g) ?? [];
  return [text, digits, groups.join(' '), groups.join('-')];
};

/** Where the first four characters of a secret may lie in a filter of 65,536 places. */
const placeOf = (text: string, at: number): number =>
  (text.charCodeAt(at) * 31 +
    text.charCodeAt(at + 1) * 521 +
    text.charCodeAt(at + 2) * 2053 +
    text.charCodeAt(at + 3) * 8209) &
  0xffff;

export const createScrubber = (): Scrubber => {
  const filter = new Uint8Array(65_536);
  const byPlace = new Map<number, string[]>();
  const known = new Map<string, Set<object>>();

  const add = (secret: string, source: object): void => {
    const sources = known.get(secret);
    if (sources) sources.add(source);
    if (sources || secret.length < shortest || known.size >= mostSecrets) return;
    known.set(secret, new Set([source]));
    const place = placeOf(secret, 0);
    filter[place] = 1;
    byPlace.set(
      place,
      [...(byPlace.get(place) ?? []), secret].sort((a, b) => b.length - a.length),
    );
  };
  const drop = (source: object, isDropped: (secret: string) => boolean): void => {
    for (const [secret, sources] of known) {
      if (!isDropped(secret) || !sources.delete(source) || sources.size > 0) continue;
      known.delete(secret);
      const place = placeOf(secret, 0);
      byPlace.set(
        place,
        (byPlace.get(place) ?? []).filter((each) => each !== secret),
      );
    }
  };

  const remember = (text: string, source: object): void => {
    for (const spelling of spellings(text.slice(0, longest).trim())) add(spelling, source);
  };

  const secretAt = (text: string, at: number, use: TextUse): string | undefined =>
    byPlace
      .get(placeOf(text, at))
      ?.find((secret) => text.startsWith(secret, at) && (use === 'words' || !isPlainWord(secret)));

  return {
    remember,
    rememberTyped: (text, field) => {
      drop(field, (each) => each !== text && text.startsWith(each));
      remember(text, field);
    },
    forget: (source) => drop(source, () => true),
    scrub: (text, use) => {
      if (known.size === 0 || text.length < shortest) return text;
      let clean = '';
      let copied = 0;
      for (let at = 0; at + shortest <= text.length; at++) {
        if (filter[placeOf(text, at)] === 0) continue;
        const secret = secretAt(text, at, use);
        if (secret === undefined) continue;
        clean += text.slice(copied, at) + '•'.repeat(Math.min(8, secret.length));
        copied = at + secret.length;
        at = copied - 1;
      }
      return copied === 0 ? text : clean + text.slice(copied);
    },
  };
};
