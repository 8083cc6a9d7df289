import { type Locale, localeFor } from '../../elements/localization.ts';

interface Words {
  readonly subject: string;
  readonly before: string;
  readonly after: string;
}

interface Names {
  readonly brandName: string;
  readonly caseNumber: string;
}

/**
 * What is written to the customer beside the link, in the customer's language: the panel around it is in the agent's. Whoever writes
 * comes first; what the link is for, that it works once, and that it can be refused, follows.
 */
export const invitationWords = (language: Locale, names: Names): Words => words[language](names);

/** The customer's language if we have it, else the agent's: what nobody can read is worse than what the agent wrote before. */
export const invitationLanguage = (language: string | null, own: Locale): Locale =>
  language === null ? own : localeFor([language, own]);

const words: Readonly<Record<Locale, (names: Names) => Words>> = {
  en: ({ brandName, caseNumber }) => ({
    subject: `${brandName}: let us look at your case ${caseNumber} together`,
    before: `${brandName} would like to look at your case ${caseNumber} together with you. Please open this link:`,
    after: 'You will be asked before anything is shown, and you can stop at any time. The link works once.',
  }),
  de: ({ brandName, caseNumber }) => ({
    subject: `${brandName}: gemeinsam auf Ihren Fall ${caseNumber} schauen`,
    before: `${brandName} möchte sich Ihren Fall ${caseNumber} gemeinsam mit Ihnen ansehen. Bitte öffnen Sie diesen Link:`,
    after:
      'Sie werden gefragt, bevor etwas gezeigt wird, und können jederzeit aufhören. Der Link funktioniert einmal.',
  }),
  ar: ({ brandName, caseNumber }) => ({
    subject: `${brandName}: لننظر معًا في حالتك ${caseNumber}`,
    before: `${brandName} ترغب في النظر معك في حالتك ${caseNumber}. يرجى فتح هذا الرابط:`,
    after: 'سنسألك قبل عرض أي شيء، ويمكنك التوقف في أي وقت. يعمل الرابط مرة واحدة.',
  }),
};
