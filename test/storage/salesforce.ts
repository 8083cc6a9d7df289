import { openCaseStorage } from '../server/storage/open-case-storage.ts';
import { describeStorage } from '../server/storage/storage-contract.ts';

// A CRM keeps no order of keys, and doesn't say where its data is.
describeStorage('files of a case in the simulated Salesforce', () => openCaseStorage('salesforce'), {
  lacks: ['parts', 'region', 'list'],
});
