import { directionOf, type Locale } from '../../elements/localization.ts';
import type { EmailDraft } from '../../host/host-bridge.ts';
import { invitationWords } from './invitation-words.ts';

interface Invited {
  /** The tenant's, or its brand's. */
  readonly brandName: string;
  /** The customer compares it with what the link shows. */
  readonly caseNumber: string | null;
  readonly link: string;
  readonly language: Locale;
}

/** The invitation as it goes to the customer: as text, as the same in HTML, and a subject for an email. The address is there to be read. */
export const invitationMail = ({ link, language, ...names }: Invited): EmailDraft => {
  const { subject, before, after } = invitationWords(language, names);
  const address = escaped(link);
  return {
    subject,
    text: `${before}\n${link}\n${after}\n`,
    html: `<div lang="${language}" dir="${directionOf(language)}"><p>${escaped(before)}</p><p><a href="${address}" dir="ltr">${address}</a></p><p>${escaped(after)}</p></div>`,
  };
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
