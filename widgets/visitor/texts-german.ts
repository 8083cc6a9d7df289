import type { Texts } from './texts.ts';

export const germanTexts: Texts = {
  language: 'de',
  direction: 'ltr',
  region: 'Geteilte Sitzung',
  connecting: 'Verbindung wird aufgebaut …',
  waiting: (agent) => `Warten auf ${agent}. Niemand sieht diese Seite.`,
  watched: (agents) => `Diese Seite ist sichtbar für ${agents}.`,
  controlled: (agents) => `Diese Seite ist sichtbar und bedienbar für ${agents}.`,
  controlledAgain: (agents) => `${agents} kann diese Seite wieder bedienen, wie erlaubt.`,
  paused: (agent) => `Pausiert. Was Sie tun, bleibt ${agent} verborgen.`,
  reconnecting: 'Verbindung unterbrochen. Neuer Versuch …',
  offline: 'Sie sind offline. Niemand sieht diese Seite.',
  ended: (agent) => `Die Sitzung ist vorbei. ${agent} sieht jetzt nichts mehr.`,
  goOnRecorded: 'Wenn es weitergeht, wird wieder aufgezeichnet.',
  unrecorded: 'Ohne Aufzeichnung gibt es hier keine Sitzung.',
  goOn: 'Um Fortsetzung bitten',
  pause: 'Teilen pausieren',
  resume: 'Teilen fortsetzen',
  takeBack: 'Steuerung zurücknehmen',
  stop: 'Teilen beenden',
  collapse: 'Verkleinern',
  expand: 'Sitzung anzeigen',
  move: 'An den anderen Rand',
  close: 'Schließen',
  askControl: (agent) => `Darf ${agent} diese Seite mit Ihnen bedienen?`,
  askControlDetail:
    'Dazu gehören Klicken, Scrollen und Tippen. Ihre eigene Maus und Tastatur haben immer Vorrang.',
  askControlOnce:
    'Sie werden einmal gefragt: Es bleibt in dieser Sitzung erlaubt, bis Sie die Steuerung zurücknehmen.',
  reach: 'Mit F6 zur Antwort.',
  allowControl: 'Steuerung erlauben',
  notNow: 'Nicht jetzt',
  askView: (agent, tenant) =>
    tenant
      ? `Darf ${agent} (${tenant}) diese Seite sehen?`
      : `${agent} möchte weitermachen: Diese Seite wäre dann wieder sichtbar.`,
  askViewDetail:
    'Sichtbar ist nur diese Website: keine anderen Tabs, keine Dateien, keine Kamera. Sie können jederzeit beenden.',
  askViewRecorded: 'Die Sitzung wird aufgezeichnet.',
  allowView: 'Ansehen erlauben',
};
