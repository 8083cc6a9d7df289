import type { CDPSession, Page } from 'playwright-core';

interface Found {
  readonly backendNodeId: number;
  readonly disabled: boolean;
}

const query = async (cdp: CDPSession, role: string, name: string): Promise<Found | null> => {
  const { root } = await cdp.send('DOM.getDocument', { depth: 0 });
  const { nodes } = await cdp.send('Accessibility.queryAXTree', {
    nodeId: root.nodeId,
    role,
    accessibleName: name,
  });
  const node = nodes.find((candidate) => !candidate.ignored && candidate.backendDOMNodeId !== undefined);
  if (node?.backendDOMNodeId === undefined) return null;
  const disabled = node.properties?.some(
    ({ name: key, value }) => key === 'disabled' && value.value === true,
  );
  return { backendNodeId: node.backendDOMNodeId, disabled: disabled ?? false };
};

/** Finds what a closed shadow root holds, through the accessibility tree, and presses it as a person does. */
export const inClosedRoot = async (page: Page) => {
  const cdp = await page.context().newCDPSession(page);
  await cdp.send('DOM.enable');
  await cdp.send('Accessibility.enable');
  const until = async <T>(look: () => Promise<T | null>, what: string, timeoutMs = 15_000): Promise<T> => {
    const end = performance.now() + timeoutMs;
    for (;;) {
      const found = await look().catch(() => null);
      if (found !== null) return found;
      if (performance.now() > end) throw new Error(`Not there after ${timeoutMs} ms: ${what}`);
      await page.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve))).catch(() => null);
    }
  };
  return {
    waitFor: (role: string, name: string, timeoutMs?: number): Promise<Found> =>
      until(() => query(cdp, role, name), `${role} “${name}”`, timeoutMs),
    waitForNo: (role: string, name: string, timeoutMs?: number): Promise<true> =>
      until(
        async () => ((await query(cdp, role, name)) === null ? true : null),
        `no ${role} “${name}”`,
        timeoutMs,
      ),
    isThere: async (role: string, name: string): Promise<boolean> => (await query(cdp, role, name)) !== null,
    /** Waits for the button, and presses again until `done` holds: it is dead for its first half second, as a person's hand is slower. */
    press: async (name: string, done: () => Promise<boolean>): Promise<void> => {
      let isPressed = false;
      await until(async () => {
        const button = await query(cdp, 'button', name);
        // What comes only later is not there either.
        if (button === null) return isPressed && (await done()) ? true : null;
        const { quads } = await cdp.send('DOM.getContentQuads', { backendNodeId: button.backendNodeId });
        const quad = quads[0];
        if (quad === undefined) return null;
        const [x1 = 0, y1 = 0, , , x2 = 0, y2 = 0] = quad;
        await page.mouse.click((x1 + x2) / 2, (y1 + y2) / 2);
        isPressed = true;
        return (await done()) ? true : null;
      }, `button “${name}” to do its work`);
    },
  };
};
