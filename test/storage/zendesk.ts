import { openCaseStorage } from '../server/storage/open-case-storage.ts';
import { describeStorage } from '../server/storage/storage-contract.ts';

// A CRM keeps no order of keys, and doesn't say where its data is.
describeStorage('zendesk’s files of a case', () => openCaseStorage('zendesk'), {
  lacks: ['region', 'list'],
});
