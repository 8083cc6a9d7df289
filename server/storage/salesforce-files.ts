import type { ArtifactStorage } from './artifact-storage.ts';
import { type CaseFilesNeeds, caseFiles } from './case-files.ts';

/**
 * Files of a Salesforce case, seen by the company's own people only. What is removed lies in the org's recycle bin for 15 days.
 * https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_contentversion.htm
 */
export const openSalesforceFiles = (needs: CaseFilesNeeds): ArtifactStorage => ({
  kind: 'salesforce',
  ...caseFiles(needs, { closedTakesFiles: true }),
});
