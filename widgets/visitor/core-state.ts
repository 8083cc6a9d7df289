import type { LinkStatus } from '../link/realtime-link.ts';
import type { VisitorRoom } from '../seal/visitor-room.ts';
import type { BannerState } from './banner.ts';
import type { Consent } from './consent.ts';

interface CoreState {
  readonly status: LinkStatus;
  readonly room: VisitorRoom;
  readonly consent: Consent;
  /** Who invited the visitor: named while nobody is here. */
  readonly agent: string;
  readonly online: boolean;
}

/** What the banner has to say. */
export const bannerStateOf = ({ status, room, consent, agent, online }: CoreState): BannerState => {
  if (status === 'connecting') return { name: 'connecting' };
  if (status !== 'online') return { name: 'away', offline: !online };
  if (consent.paused) return { name: 'paused', agent };
  const present = room.roster.participants.filter((one) => one.role === 'agent' && one.present);
  if (present.length === 0 || !consent.allows('view')) return { name: 'waiting', agent };
  const controlled = consent.allows('control') && (consent.again ? 'again' : true);
  return { name: 'watched', agents: present.map(({ name }) => name), controlled };
};
