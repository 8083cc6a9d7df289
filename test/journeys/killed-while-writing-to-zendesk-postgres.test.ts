import { describeKilledWhileWritingBack } from '../support/killed-while-writing-back.ts';

describeKilledWhileWritingBack('zendesk', 'postgres');
