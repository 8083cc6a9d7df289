import { arabicTexts } from './texts-arabic.ts';
import { germanTexts } from './texts-german.ts';

/** Every text that the snippet shows on a tenant's site. */
export interface Texts {
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
  /** The banner's name among the page's landmarks. */
  readonly region: string;
  readonly connecting: string;
  readonly waiting: (agent: string) => string;
  readonly watched: (agents: string) => string;
  readonly controlled: (agents: string) => string;
  readonly paused: (agent: string) => string;
  readonly reconnecting: string;
  readonly offline: string;
  readonly ended: (agent: string) => string;
  readonly pause: string;
  readonly resume: string;
  readonly takeBack: string;
  readonly stop: string;
  readonly collapse: string;
  readonly expand: string;
  readonly move: string;
  readonly close: string;
  readonly askControl: (agent: string) => string;
  readonly askControlDetail: string;
  readonly allowControl: string;
  readonly notNow: string;
  readonly askView: (agent: string, tenant: string) => string;
  readonly askViewDetail: string;
  readonly allowView: string;
}

const englishTexts: Texts = {
  language: 'en',
  direction: 'ltr',
  region: 'Shared session',
  connecting: 'Connecting…',
  waiting: (agent) => `Waiting for ${agent}. Nobody sees this page.`,
  watched: (agents) => `${agents} can see this page.`,
  controlled: (agents) => `${agents} can see and use this page.`,
  paused: (agent) => `Paused. ${agent} can’t see what you do.`,
  reconnecting: 'Connection lost. Trying again…',
  offline: 'You are offline. Nobody sees this page.',
  ended: (agent) => `${agent} can’t see anything now.`,
  pause: 'Pause sharing',
  resume: 'Resume sharing',
  takeBack: 'Take back control',
  stop: 'Stop sharing',
  collapse: 'Make smaller',
  expand: 'Show session controls',
  move: 'Move to the other edge',
  close: 'Close',
  askControl: (agent) => `Let ${agent} use this page with you?`,
  askControlDetail: 'They can click, scroll and type here. Your own mouse and keyboard always come first.',
  allowControl: 'Allow control',
  notNow: 'Not now',
  askView: (agent, tenant) => `Let ${agent} of ${tenant} see this page?`,
  askViewDetail:
    'They see this website only: not your other tabs, files or camera. You can stop at any time.',
  allowView: 'Allow viewing',
};

/** The texts in the first of the browser's languages that we have, else in English. */
export const textsFor = (languages: readonly string[]): Texts => {
  const known = [englishTexts, germanTexts, arabicTexts];
  for (const language of languages) {
    const found = known.find((texts) => texts.language === language.toLowerCase().split('-')[0]);
    if (found) return found;
  }
  return englishTexts;
};
