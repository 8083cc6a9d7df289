import { msg, str } from '@lit/localize';
import type { Role } from '../../../protocol/frame.ts';
import type { RecordingEvent } from '../../../protocol/recording.ts';

/** Something in a recording that one may want to go to. */
export interface Moment {
  readonly at: number;
  readonly kind: 'person' | 'page' | 'control' | 'drawing' | 'sharing' | 'trouble';
  readonly text: string;
}

/** What was found out by opening frames. */
export type FoundMoment =
  | { readonly type: 'page'; readonly at: number; readonly title: string }
  | { readonly type: 'drawing'; readonly at: number; readonly sender: number; readonly role: Role };

/** All moments of a recording, in order. */
export const momentsOf = (
  events: readonly RecordingEvent[],
  found: readonly FoundMoment[],
): readonly Moment[] => {
  const nameOf = namesIn(events);
  const said = events.flatMap((event) => momentOf(event, nameOf) ?? []);
  return [...said, ...pagesIn(found), ...drawingsIn(found, nameOf)].sort((one, other) => one.at - other.at);
};

type NameOf = (number: number, role: Role) => string;

const namesIn = (events: readonly RecordingEvent[]): NameOf => {
  const names = new Map<number, string>();
  for (const event of events) {
    if (event.type === 'participant.joined')
      names.set(event.number, event.role === 'visitor' ? msg('Customer') : event.name);
  }
  return (number, role) => names.get(number) ?? (role === 'visitor' ? msg('Customer') : msg('Agent'));
};

const momentOf = (event: RecordingEvent, nameOf: NameOf): Moment | null => {
  const { at } = event;
  switch (event.type) {
    case 'participant.joined': {
      const name = nameOf(event.number, event.role);
      return { at, kind: 'person', text: msg(str`${name} is there`) };
    }
    case 'participant.left': {
      const name = nameOf(event.number, 'agent');
      return { at, kind: 'person', text: msg(str`${name} left`) };
    }
    case 'grant.changed':
      return grantMoment(event);
    case 'sharing.changed':
      return {
        at,
        kind: 'sharing',
        text: event.paused ? msg('Customer paused sharing') : msg('Customer went on sharing'),
      };
    case 'recording.resumed':
      return { at, kind: 'trouble', text: msg('Nothing was recorded just before this') };
  }
};

const grantMoment = ({
  at,
  capability,
  allowed,
}: Extract<RecordingEvent, { type: 'grant.changed' }>): Moment | null => {
  if (capability === 'control')
    return { at, kind: 'control', text: allowed ? msg('Control allowed') : msg('Control ended') };
  if (capability === 'console')
    return {
      at,
      kind: 'control',
      text: allowed ? msg('Browser console shown') : msg('Browser console hidden'),
    };
  return null;
};

/** Each page once until another one follows: a new key sends the same page again. */
const pagesIn = (found: readonly FoundMoment[]): Moment[] => {
  const pages = found.filter((one) => one.type === 'page').sort((one, other) => one.at - other.at);
  return pages
    .filter(({ title }, index) => pages[index - 1]?.title !== title)
    .map(({ at, title }) => ({ at, kind: 'page', text: title || msg('Page without a title') }));
};

/** Strokes that follow one another are one drawing. */
const oneDrawingMs = 15_000;

const drawingsIn = (found: readonly FoundMoment[], nameOf: NameOf): Moment[] => {
  const last = new Map<number, number>();
  const strokes = found.filter((one) => one.type === 'drawing').sort((one, other) => one.at - other.at);
  return strokes.flatMap(({ at, sender, role }) => {
    const before = last.get(sender);
    last.set(sender, at);
    if (before !== undefined && at - before < oneDrawingMs) return [];
    const name = nameOf(sender, role);
    return [{ at, kind: 'drawing', text: msg(str`${name} drew`) }];
  });
};
