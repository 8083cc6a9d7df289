import { describeKilledWhileKeeping } from '../support/killed-while-keeping.ts';

describeKilledWhileKeeping({ target: 'crm', crm: 'zendesk', database: 'sqlite' });
