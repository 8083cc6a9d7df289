import { runUntilStopped } from '../serving/run-until-stopped.ts';
import { simulatorNeeds } from '../simulator-needs.ts';
import { startZendesk } from './start-zendesk.ts';

const { stop } = await startZendesk(simulatorNeeds('zendesk'));
runUntilStopped(stop);
