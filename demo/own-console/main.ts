import { readAddresses } from '../addresses.ts';
import { runUntilStopped } from '../serving/run-until-stopped.ts';
import { panelUrl } from '../tenants.ts';
import { startOwnConsole } from './start-own-console.ts';

const addresses = readAddresses(process.env);
const { stop } = await startOwnConsole({
  port: addresses.console.port,
  panelUrl: panelUrl(addresses, 'console'),
});
runUntilStopped(stop);
