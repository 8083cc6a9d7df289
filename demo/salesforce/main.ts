import { runUntilStopped } from '../serving/run-until-stopped.ts';
import { simulatorNeeds } from '../simulator-needs.ts';
import { startSalesforce } from './start-salesforce.ts';

const assertionKey = process.env.DEMO_SALESFORCE_SIGNING_KEY;
const { stop } = await startSalesforce({ ...simulatorNeeds('salesforce'), assertionKey });
runUntilStopped(stop);
