import type { FrameKind, Role } from '../../protocol/frame.ts';
import type { Feature } from './session.ts';

/** What was used when somebody sends a frame of this kind; null: nothing that the case has to say. */
export const featureOf = (role: Role, kind: FrameKind): Feature | null => {
  if (kind === 'page') return 'view';
  if (kind === 'input') return 'control';
  if (kind === 'file') return 'files';
  return role === 'agent' && (kind === 'pointer' || kind === 'drawing') ? kind : null;
};
