const [least, most, step] = [260, 640, 20];

/** Lets the edge of the app column be dragged, or moved with the arrow keys: `[role=separator]` and the column after it. */
export const resizeColumn = (separator: HTMLElement): void => {
  const root = document.documentElement;
  const width = (): number => Number(separator.getAttribute('aria-valuenow'));
  const set = (wanted: number): void => {
    const next = Math.round(Math.min(most, Math.max(least, wanted)));
    root.style.setProperty('--app-width', `${next}px`);
    separator.setAttribute('aria-valuenow', String(next));
  };

  separator.addEventListener('pointerdown', (down) => {
    // Captured, so that the moves come here and not to the frame that the pointer passes over.
    separator.setPointerCapture(down.pointerId);
    const from = { x: down.clientX, width: width() };
    const move = (event: PointerEvent) => set(from.width + from.x - event.clientX);
    separator.addEventListener('pointermove', move);
    separator.addEventListener(
      'lostpointercapture',
      () => separator.removeEventListener('pointermove', move),
      {
        once: true,
      },
    );
  });
  separator.addEventListener('keydown', (event) => {
    const by = { ArrowLeft: step, ArrowRight: -step }[event.key];
    if (by === undefined) return;
    event.preventDefault();
    set(width() + by);
  });
};
