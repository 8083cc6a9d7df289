import type { PanelChannel } from '../panel/panel-channel.ts';

/** How long a panel has for its answer. */
const answerWithinMs = 1_000;

/** Whether the agent has this very case in front of them. The panels are asked; silence means no. */
export const isCaseShown = (channel: PanelChannel, caseId: string): Promise<boolean> =>
  new Promise((resolve) => {
    const done = (isShown: boolean): void => {
      clearTimeout(timer);
      stop();
      resolve(isShown);
    };
    const stop = channel.listen((message) => {
      if (message.type === 'case.shown' && message.caseId === caseId) done(true);
    });
    const timer = setTimeout(() => done(false), answerWithinMs);
    channel.post({ type: 'case.asked', caseId });
  });
