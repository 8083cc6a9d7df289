import type { Texts } from './texts.ts';

export const englishTexts: Texts = {
  language: 'en',
  direction: 'ltr',
  region: 'Shared session',
  connecting: 'Connecting…',
  waiting: (agent) => `Waiting for ${agent}. Nobody sees this page.`,
  watched: (agents) => `${agents} can see this page.`,
  controlled: (agents) => `${agents} can see and use this page.`,
  controlledAgain: (agents) => `${agents} can use this page again, as you allowed.`,
  paused: (agent) => `Paused. ${agent} can’t see what you do.`,
  reconnecting: 'Connection lost. Trying again…',
  offline: 'You are offline. Nobody sees this page.',
  ended: (agent) => `The session is over. ${agent} can’t see anything now.`,
  goOnRecorded: 'If it goes on, it is recorded again.',
  unrecorded: 'This company has no session without a recording.',
  goOn: 'Ask to go on',
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
  askControlOnce: 'You are asked once: it stays allowed in this session until you take back control.',
  reach: 'Press F6 to answer.',
  allowControl: 'Allow control',
  notNow: 'Not now',
  askView: (agent, tenant) =>
    tenant
      ? `Let ${agent} of ${tenant} see this page?`
      : `${agent} asks to go on: they would see this page again.`,
  askViewDetail:
    'They see this website only: not your other tabs, files or camera. You can stop at any time.',
  askViewRecorded: 'The session is recorded.',
  allowView: 'Allow viewing',
};
