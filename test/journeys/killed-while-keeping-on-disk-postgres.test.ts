import { describeKilledWhileKeeping } from '../support/killed-while-keeping.ts';

describeKilledWhileKeeping({ target: 'disk', crm: 'salesforce', database: 'postgres' });
