import { msg, str } from '@lit/localize';
import type { Reply } from '../../host/host-bridge.ts';

interface Invited {
  readonly tenantName: string;
  /** The customer compares it with what the link shows. */
  readonly caseNumber: string;
  readonly link: string;
}

/** The invitation as it goes into the reply, in the agent's language: what the link is for, and that it works once. */
export const invitationReply = ({ tenantName, caseNumber, link }: Invited): Reply => {
  const before = msg(
    str`So that we can look at your case ${caseNumber} together, please open this link from ${tenantName}:`,
  );
  const after = msg(
    'You will be asked before anything is shown, and you can stop at any time. The link works once.',
  );
  return {
    text: `${before}\n${link}\n${after}\n`,
    html: `<p>${escaped(before)}</p><p><a href="${escaped(link)}">${escaped(link)}</a></p><p>${escaped(after)}</p>`,
  };
};

const entities: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };

const escaped = (text: string): string => text.replace(/[&<>"]/g, (character) => entities[character] ?? '');
