import { runSnippet } from './snippet.ts';
import type { SnippetCores, SnippetScript } from './snippet-cores.ts';

/** Where the cores are, and what speaks HTTP, told when the loader is built. */
declare const __HANDRAIL_CORES__: SnippetCores;
declare const __HANDRAIL_HTTP__: SnippetScript;

try {
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement)
    runSnippet({ script, cores: __HANDRAIL_CORES__, http: __HANDRAIL_HTTP__ });
} catch (error) {
  // The page must go on as if we were not there.
  console.warn('Handrail', error);
}
