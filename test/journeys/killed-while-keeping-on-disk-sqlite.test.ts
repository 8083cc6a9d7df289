import { describeKilledWhileKeeping } from '../support/killed-while-keeping.ts';

describeKilledWhileKeeping({ target: 'disk', crm: 'zendesk', database: 'sqlite' });
