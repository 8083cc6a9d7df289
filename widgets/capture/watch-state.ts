const everyMs = 100;

/**
 * Looks ten times a second for changes that nothing tells of. The alternative, replacing the page's own accessors, breaks
 * frameworks that replace them too, and misses those that did so first. Returns what stops it.
 */
export const watchState = (look: () => void): (() => void) => {
  const timer = setInterval(look, everyMs);
  return () => clearInterval(timer);
};
