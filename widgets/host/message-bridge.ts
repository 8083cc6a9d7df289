import * as v from 'valibot';
import { FromHost, type HostOffer, hostVersion, type ToHost } from '../../protocol/host.ts';
import { hostQuestions } from './ask-host.ts';
import { AssertionRefused } from './assertion-refused.ts';
import type { HostBridge } from './host-bridge.ts';

interface MessageNeeds {
  readonly kind: 'salesforce' | 'console';
  /** Where the page around the panel may be: messages go there and are taken from there, and nowhere else. */
  readonly origins: readonly string[];
  readonly self: Window;
  readonly host: Window;
}

const answerWithinMs = 5_000;
/** Signing and drafting ask the console's server first. */
const serverAnswerWithinMs = 20_000;
const announceEveryMs = 1_000;
const announcements = 10;

/** The page that frames the panel and speaks as protocol/host.ts has it: a Salesforce component, or any console's own. Listens at once. */
export const messageBridge = ({ kind, origins, self, host }: MessageNeeds): HostBridge => {
  const listeners = new Set<(caseId: string | null) => void>();
  const first = Promise.withResolvers<string | null>();
  let current: { readonly caseId: string | null } | null = null;
  /** Null: the page has not said, so everything is tried. */
  let offers: readonly HostOffer[] | null = null;
  const ifOffered = <T>(offer: HostOffer, act: T): T | null =>
    offers === null || offers.includes(offer) ? act : null;

  /** The one that the page around the panel is on, once it has said something. */
  let origin: string | null = null;

  // Browsers deliver only to the origin that is named: of those that may be, the others hear nothing.
  const post = (message: ToHost): void => {
    for (const target of origin === null ? origins : [origin]) host.postMessage(message, target);
  };
  const questions = hostQuestions(post);

  self.addEventListener('message', (event) => {
    if (event.source !== host || !origins.includes(event.origin)) return;
    const heard = v.safeParse(FromHost, event.data);
    if (!heard.success) return;
    origin = event.origin;
    const message = heard.output;
    if (message.type !== 'handrail.case') return questions.answered(message);
    const changed = current?.caseId !== message.caseId;
    current = { caseId: message.caseId };
    offers = message.offers ?? null;
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

  const insertIntoReply: HostBridge['insertIntoReply'] = async (reply) => {
    const answer = await questions.ask({ type: 'handrail.reply.insert', ...reply }, answerWithinMs);
    if (answer?.type !== 'handrail.reply.inserted') throw silent();
  };
  const draftEmail: HostBridge['draftEmail'] = async (mail) => {
    const answer = await questions.ask({ type: 'handrail.email.draft', ...mail }, serverAnswerWithinMs);
    if (answer?.type !== 'handrail.email.drafted') throw silent();
  };
  const openLiveView: HostBridge['openLiveView'] = async (url) => {
    const answer = await questions.ask({ type: 'handrail.live-view.open', url }, answerWithinMs);
    return answer?.type === 'handrail.live-view.opened';
  };

  return {
    kind,
    isShown: () => self.innerWidth > 0,
    caseId: async () => (current ? current.caseId : first.promise),
    onCaseChanged: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    assertion: async (nonce) => {
      // Only who listens can answer: the case comes first.
      await first.promise;
      const answer = await questions.ask(
        { type: 'handrail.assertion.requested', nonce },
        serverAnswerWithinMs,
      );
      if (answer?.type === 'handrail.assertion.refused') throw new AssertionRefused(answer.reason);
      return answer?.type === 'handrail.assertion.answered' ? answer.assertion : null;
    },
    get insertIntoReply() {
      return ifOffered('reply', insertIntoReply);
    },
    get draftEmail() {
      return ifOffered('email', draftEmail);
    },
    get openLiveView() {
      return ifOffered('live-view', openLiveView);
    },
    resize: null,
  };
};

const silent = (): Error => new Error('The page around the panel did not do it.');
