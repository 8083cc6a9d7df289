import { runSnippet, type SnippetNeeds } from './snippet.ts';
import type { SnippetCores } from './snippet-cores.ts';

/** Where the cores and the parts are, told when the loader is built. */
declare const __HANDRAIL_CORES__: SnippetCores;
declare const __HANDRAIL_PARTS__: SnippetNeeds['parts'];

try {
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement)
    runSnippet({ script, cores: __HANDRAIL_CORES__, parts: __HANDRAIL_PARTS__ });
} catch (error) {
  // The page must go on as if we were not there.
  console.warn('Handrail', error);
}
