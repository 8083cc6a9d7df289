import { runUntilStopped } from '../serving/run-until-stopped.ts';
import { simulatorNeeds } from '../simulator-needs.ts';
import { startSalesforce } from './start-salesforce.ts';

const { stop } = await startSalesforce(simulatorNeeds('salesforce'));
runUntilStopped(stop);
