import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe finds wrong in a document, one line each. Frames in it are looked at by themselves. Fails when axe looked at nothing. */
export const axeFindings = async (where: Page | Frame): Promise<readonly string[]> => {
  const page = 'page' in where ? where.page() : where;
  // A color on its way from one to another is neither.
  await page.emulateMedia({ reducedMotion: 'reduce' });
  await where.evaluate(axe.source);
  const results = await where.evaluate(
    (): Promise<AxeResults> =>
      (window as unknown as { axe: typeof axe }).axe.run(document, {
        iframes: false,
        rules: { 'frame-tested': { enabled: false } },
      }),
  );
  if (results.passes.length === 0) throw new Error('axe looked at nothing.');
  return results.violations.flatMap(({ id, nodes }) =>
    nodes.map(({ target, failureSummary }) => `${id}: ${target.join(' ')} ${failureSummary ?? ''}`),
  );
};
