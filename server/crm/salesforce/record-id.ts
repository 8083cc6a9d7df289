export { salesforceId as recordId } from '../../../protocol/salesforce-id.ts';
