import { readAddresses } from '../addresses.ts';
import { runUntilStopped } from '../serving/run-until-stopped.ts';
import { startShop } from './start-shop.ts';

const { handrail, shop } = readAddresses(process.env);
const { stop } = await startShop({ port: shop.port, handrailOrigin: handrail.origin });
runUntilStopped(stop);
