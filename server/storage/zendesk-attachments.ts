import type { ArtifactStorage } from './artifact-storage.ts';
import { type CaseFilesNeeds, caseFiles } from './case-files.ts';

/**
 * Attachments of a Zendesk ticket. A file is there only with a comment: an internal one for each, which names it. What is removed leaves that comment with an empty `redacted.txt`.
 * https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/
 */
export const openZendeskAttachments = (needs: CaseFilesNeeds): ArtifactStorage => ({
  kind: 'zendesk',
  ...caseFiles(needs, { closedTakesFiles: false }),
});
