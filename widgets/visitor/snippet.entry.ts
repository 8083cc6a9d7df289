import { runSnippet } from './snippet.ts';
import type { SnippetCores } from './snippet-cores.ts';

/** Where the cores are, told when the loader is built. */
declare const __HANDRAIL_CORES__: SnippetCores;

try {
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement) runSnippet({ script, cores: __HANDRAIL_CORES__ });
} catch (error) {
  // The page must go on as if we were not there.
  console.warn('Handrail', error);
}
