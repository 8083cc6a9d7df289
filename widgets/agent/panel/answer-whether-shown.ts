import type { HostBridge } from '../../host/host-bridge.ts';
import type { PanelChannel } from './panel-channel.ts';

/** Says to whoever asks that this panel's case is in front of the agent now. */
export const answerWhetherShown = (channel: PanelChannel, openHost: () => Promise<HostBridge>): void => {
  channel.listen((message) => {
    if (message.type === 'case.asked') void answer(message.caseId);
  });

  const answer = async (caseId: string): Promise<void> => {
    if (document.hidden) return;
    const host = await openHost().catch(nobody);
    if (host?.isShown() && (await host.caseId()) === caseId) channel.post({ type: 'case.shown', caseId });
  };
};

// The panel itself says that the page around it doesn't answer; here that is silence.
const nobody = (): null => null;
