import * as v from 'valibot';
import { CaseId } from '../../protocol/identifier.ts';
import type { HostBridge } from './host-bridge.ts';

/** A panel in a window of its own: the case is named in the address, `#case=35436`. */
export const standaloneBridge = (self: Window): HostBridge => {
  const caseId = (): string | null => {
    const named = new URLSearchParams(self.location.hash.slice(1)).get('case');
    return v.is(CaseId, named) ? named : null;
  };

  return {
    kind: 'standalone',
    caseId: async () => caseId(),
    onCaseChanged: (listener) => {
      const heard = () => listener(caseId());
      self.addEventListener('hashchange', heard);
      return () => self.removeEventListener('hashchange', heard);
    },
    isShown: () => true,
    assertion: null,
    draftEmail: null,
    openLiveView: null,
    insertIntoReply: null,
    resize: null,
  };
};
