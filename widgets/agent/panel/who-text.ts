import { msg, str } from '@lit/localize';
import type { AgentView } from '../../../protocol/http/authentication.ts';
import type { PanelPage } from '../../../protocol/page-config.ts';

/** Who is signed in. Before the CRM can be asked for a name there is only the id that the console has signed. */
export const whoText = ({ name, onlyId }: AgentView, crm: PanelPage['crm']['kind']): string => {
  if (onlyId === null) return name;
  switch (crm) {
    case 'zendesk':
      return msg(str`You (Zendesk agent ${onlyId})`);
    case 'salesforce':
      return msg(str`You (Salesforce user ${onlyId})`);
    case 'jwt':
      return msg(str`You (${onlyId})`);
  }
};
