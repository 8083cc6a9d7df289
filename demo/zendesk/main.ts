import { runUntilStopped } from '../serving/run-until-stopped.ts';
import { simulatorNeeds } from '../simulator-needs.ts';
import { readAppKey } from './apps/app-key.ts';
import { startZendesk } from './start-zendesk.ts';

const key = process.env.DEMO_ZENDESK_APP_KEY;
if (!key) throw new Error('DEMO_ZENDESK_APP_KEY is not set. `npm start` sets it.');
const { stop } = await startZendesk({ ...simulatorNeeds('zendesk'), appKey: readAppKey(key) });
runUntilStopped(stop);
