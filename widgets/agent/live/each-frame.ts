/** Hands on the latest value at most once a frame of the screen: a mouse speaks far more often. */
export const eachFrame = <T>(take: (latest: T) => void): ((value: T) => void) => {
  let latest: { readonly value: T } | null = null;
  return (value) => {
    if (!latest) {
      requestAnimationFrame(() => {
        const waiting = latest;
        latest = null;
        if (waiting) take(waiting.value);
      });
    }
    latest = { value };
  };
};
