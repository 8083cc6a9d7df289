import * as v from 'valibot';
import { FromHost, hostVersion, type ToHost } from '../../protocol/host.ts';
import type { HostBridge } from './host-bridge.ts';

interface SalesforceNeeds {
  /** Where the Lightning page lives: messages go there and are taken from there, and nowhere else. */
  readonly lightningOrigin: string;
  readonly self: Window;
  readonly host: Window;
}

const answerWithinMs = 5_000;
const announceEveryMs = 1_000;
const announcements = 10;

/** The case on the Lightning page whose component frames the panel. Starts listening at once. */
export const salesforceBridge = ({ lightningOrigin, self, host }: SalesforceNeeds): HostBridge => {
  const listeners = new Set<(caseId: string | null) => void>();
  const inserting = new Map<string, () => void>();
  const first = Promise.withResolvers<string | null>();
  let current: { readonly caseId: string | null } | null = null;

  const post = (message: ToHost): void => host.postMessage(message, lightningOrigin);

  self.addEventListener('message', (event) => {
    if (event.source !== host || event.origin !== lightningOrigin) return;
    const heard = v.safeParse(FromHost, event.data);
    if (!heard.success) return;
    const message = heard.output;
    if (message.type === 'handrail.reply.inserted') return inserting.get(message.requestId)?.();
    const changed = current?.caseId !== message.caseId;
    current = { caseId: message.caseId };
    first.resolve(message.caseId);
    if (changed) for (const listener of listeners) listener(message.caseId);
  });

  // The component may not have been listening yet: it is told again until it answers.
  const announce = (left: number): void => {
    if (current) return;
    if (left === 0) first.resolve(null);
    post({ type: 'handrail.ready', version: hostVersion });
    if (left > 0) self.setTimeout(announce, announceEveryMs, left - 1);
  };
  announce(announcements);

  return {
    kind: 'salesforce',
    caseId: async () => (current ? current.caseId : first.promise),
    onCaseChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    insertIntoReply: async (reply) => {
      const requestId = crypto.randomUUID();
      const { promise, resolve, reject } = Promise.withResolvers<void>();
      inserting.set(requestId, resolve);
      const timer = self.setTimeout(
        reject,
        answerWithinMs,
        new Error('The page around the panel did not answer.'),
      );
      post({ type: 'handrail.reply.insert', requestId, ...reply });
      await promise.finally(() => {
        self.clearTimeout(timer);
        inserting.delete(requestId);
      });
    },
    resize: null,
  };
};
