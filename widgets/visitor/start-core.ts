import { runCore } from './core.ts';
import type { HandingScript } from './snippet-handed.ts';
import type { Texts } from './texts.ts';

/** Runs what the loader has handed to this script; each language's entry brings its texts. */
export const startCore = (texts: Texts): void => {
  const script: HandingScript | null =
    document.currentScript instanceof HTMLScriptElement ? document.currentScript : null;
  const handed = script?.handed;
  if (!script || !handed) return;
  delete script.handed;
  runCore(handed, texts).catch((error: unknown) => console.warn('Handrail', error));
};
