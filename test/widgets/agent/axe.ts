import axe, { type AxeResults } from 'axe-core';
import type { Frame, Page } from 'playwright-core';

/** What axe finds wrong in a document, as one line each. Fails when it looked at nothing. */
export const axeFindings = async (where: Page | Frame): Promise<readonly string[]> => {
  await where.evaluate(axe.source);
  const results = await where.evaluate(
    (): Promise<AxeResults> =>
      (window as unknown as { axe: typeof axe }).axe.run(document, { iframes: false }),
  );
  if (results.passes.length === 0) throw new Error('axe looked at nothing.');
  return results.violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`,
  );
};
