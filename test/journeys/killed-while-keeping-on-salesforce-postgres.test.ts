import { describeKilledWhileKeeping } from '../support/killed-while-keeping.ts';

describeKilledWhileKeeping({ target: 'crm', crm: 'salesforce', database: 'postgres' });
