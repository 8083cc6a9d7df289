import type { HostBridge } from '../../host/host-bridge.ts';

/** Which case the page around the panel has open. */
export type OpenCase =
  | { readonly name: 'looking' }
  | { readonly name: 'failed' }
  | { readonly name: 'none'; readonly host: HostBridge }
  | { readonly name: 'open'; readonly host: HostBridge; readonly caseId: string };

/** Asks the host, and tells at once and whenever another case is opened there. */
export const openCase = async (
  openHost: () => Promise<HostBridge>,
  tell: (open: OpenCase) => void,
): Promise<void> => {
  try {
    const host = await openHost();
    const show = (caseId: string | null): void =>
      tell(caseId === null ? { name: 'none', host } : { name: 'open', host, caseId });
    host.onCaseChanged(show);
    show(await host.caseId());
  } catch {
    // Whatever a host's own script throws means the same to the agent: there is no case to be had.
    tell({ name: 'failed' });
  }
};
