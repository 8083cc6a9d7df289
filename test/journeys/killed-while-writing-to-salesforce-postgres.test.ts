import { describeKilledWhileWritingBack } from '../support/killed-while-writing-back.ts';

describeKilledWhileWritingBack('salesforce', 'postgres');
