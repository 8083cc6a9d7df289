import { runCore } from './core.ts';
import type { HandingScript } from './snippet-handed.ts';

const script: HandingScript | null =
  document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
const handed = script?.handed;
if (script && handed) {
  delete script.handed;
  runCore(handed).catch((error: unknown) => console.warn('Handrail', error));
}
