import { type Locale, localeFor } from '../../elements/localization.ts';

interface Words {
  readonly subject: string;
  readonly before: string;
  readonly after: string;
}

interface Names {
  readonly brandName: string;
  /** Null: it is about no case. */
  readonly caseNumber: string | null;
}

/**
 * What is written to the customer beside the link, in the customer's language: the panel around it is in the agent's. Whoever writes
 * comes first; what the link is for, that it works once, and that it can be refused, follows.
 */
export const invitationWords = (language: Locale, { brandName, caseNumber }: Names): Words =>
  caseNumber === null ? caseless[language](brandName) : words[language]({ brandName, caseNumber });

/** The customer's language if we have it, else the agent's: what nobody can read is worse than what the agent wrote before. */
export const invitationLanguage = (language: string | null, own: Locale): Locale =>
  language === null ? own : localeFor([language, own]);

const after: Readonly<Record<Locale, string>> = {
  en: 'You will be asked before anything is shown, and you can stop at any time. The link works once.',
  de: 'Sie werden gefragt, bevor etwas gezeigt wird, und können jederzeit aufhören. Der Link funktioniert einmal.',
  ar: 'سنسألك قبل عرض أي شيء، ويمكنك التوقف في أي وقت. يعمل الرابط مرة واحدة.',
};

interface AboutCase {
  readonly brandName: string;
  readonly caseNumber: string;
}

const words: Readonly<Record<Locale, (names: AboutCase) => Words>> = {
  en: ({ brandName, caseNumber }) => ({
    subject: `${brandName}: let us look at your case ${caseNumber} together`,
    before: `${brandName} would like to look at your case ${caseNumber} together with you. Please open this link:`,
    after: after.en,
  }),
  de: ({ brandName, caseNumber }) => ({
    subject: `${brandName}: gemeinsam auf Ihren Fall ${caseNumber} schauen`,
    before: `${brandName} möchte sich Ihren Fall ${caseNumber} gemeinsam mit Ihnen ansehen. Bitte öffnen Sie diesen Link:`,
    after: after.de,
  }),
  ar: ({ brandName, caseNumber }) => ({
    subject: `${brandName}: لننظر معًا في حالتك ${caseNumber}`,
    before: `${brandName} ترغب في النظر معك في حالتك ${caseNumber}. يرجى فتح هذا الرابط:`,
    after: after.ar,
  }),
};

const caseless: Readonly<Record<Locale, (brandName: string) => Words>> = {
  en: (brandName) => ({
    subject: `${brandName}: let us look at our website together`,
    before: `${brandName} would like to look at the website together with you. Please open this link:`,
    after: after.en,
  }),
  de: (brandName) => ({
    subject: `${brandName}: gemeinsam auf unsere Website schauen`,
    before: `${brandName} möchte sich die Website gemeinsam mit Ihnen ansehen. Bitte öffnen Sie diesen Link:`,
    after: after.de,
  }),
  ar: (brandName) => ({
    subject: `${brandName}: لننظر معًا في موقعنا`,
    before: `${brandName} ترغب في النظر معك في الموقع. يرجى فتح هذا الرابط:`,
    after: after.ar,
  }),
};
