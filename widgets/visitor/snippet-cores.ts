/** Where a script of the snippet's is on Handrail's origin, and what its bytes must be. */
export interface SnippetScript {
  readonly path: string;
  readonly integrity: string;
}

/** The core by the language of its texts. English is always there. */
export interface SnippetCores extends Readonly<Record<string, SnippetScript>> {
  readonly en: SnippetScript;
}

/** The core in the first of the browser's languages that there is one in, as our own pages choose: `de-AT` reads `de`. */
export const coreFor = (cores: SnippetCores, languages: readonly string[]): SnippetScript => {
  for (const language of languages) {
    const [wanted = ''] = language.toLowerCase().split('-');
    const core = Object.hasOwn(cores, wanted) ? cores[wanted] : undefined;
    if (core) return core;
  }
  return cores.en;
};
