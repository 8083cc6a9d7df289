import { runSnippet } from './snippet.ts';

/** Where the core is, told when the loader is built. */
declare const __HANDRAIL_CORE__: { readonly path: string; readonly integrity: string };

try {
  const script = document.currentScript;
  if (script instanceof HTMLScriptElement) runSnippet({ script, core: __HANDRAIL_CORE__ });
} catch (error) {
  // The page must go on as if we were not there.
  console.warn('Handrail', error);
}
