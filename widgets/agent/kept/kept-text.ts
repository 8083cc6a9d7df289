import { msg } from '@lit/localize';
import type { ArtifactView } from '../../../protocol/http/artifacts.ts';
import type { ArtifactKind } from '../../../protocol/storage-policy.ts';

/** What it is. */
export const kindText = (kind: ArtifactKind): string => {
  switch (kind) {
    case 'recording':
      return msg('Recording');
    case 'screenshot':
      return msg('Screenshot');
    case 'transfer':
      return msg('File');
  }
};

/** How far it has come to where it is to be kept. */
export const stateText = (state: ArtifactView['state']): string => {
  switch (state) {
    case 'kept':
      return msg('On its way to where it is kept');
    case 'stored':
      return msg('Kept');
    case 'failed':
      return msg('Could not be moved to where it is to be kept');
    case 'deleted':
      return msg('Deleted');
  }
};

/** Whether its bytes are of use to whoever downloads them here: not what only a player, or only the tenant's own key, opens. */
export const canBeDownloaded = ({ kind, state, sealing }: ArtifactView): boolean =>
  kind !== 'recording' && state !== 'deleted' && sealing !== 'tenant';
