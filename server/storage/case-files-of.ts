import type { Crm, CrmOf } from '../crm/crm.ts';
import { Problem } from '../http/problem.ts';
import type { ArtifactStorage } from './artifact-storage.ts';
import { crmProblem } from './crm-problem.ts';
import { openSalesforceFiles } from './salesforce-files.ts';
import { openZendeskAttachments } from './zendesk-attachments.ts';

interface CaseOfAgent {
  readonly tenantId: string;
  readonly agentId: string;
  readonly caseId: string;
}

/**
 * The files of a case, as one of the tenant's agents. @throws Problem `storage_refused` when the agent has to sign in again, `storage_unavailable`, `not_offered` where the console
 * only signs who is there.
 */
export const createCaseFilesOf =
  (crmOf: CrmOf) =>
  async ({ tenantId, agentId, caseId }: CaseOfAgent): Promise<ArtifactStorage> => {
    const crm = await crmOf({ tenantId, agentId }).catch((error: unknown) => {
      throw crmProblem(error);
    });
    return filesIn(crm, caseId);
  };

const filesIn = (crm: Crm, caseId: string): ArtifactStorage => {
  switch (crm.kind) {
    case 'salesforce':
      return openSalesforceFiles({ crm, caseId });
    case 'zendesk':
      return openZendeskAttachments({ crm, caseId });
    case 'jwt':
      throw new Problem('not_offered', 'This organization has no CRM that keeps files.');
  }
};
