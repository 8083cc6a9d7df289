/** One frame of the app, in one place. It is known from the start, and may not have been opened yet. */
export interface Instance {
  readonly guid: string;
  readonly location: string;
  readonly place: HTMLElement;
  readonly frame: HTMLIFrameElement;
  /** Whether somebody has begun to open it: that happens once. */
  opened: boolean;
  /** The app's origin once it is known. */
  origin: string | null;
  /** Whether the app has said hello: before, it hears nothing. */
  registered: boolean;
}

/** Every place of the page that the app has a frame in. */
export const findInstances = (): readonly Instance[] =>
  [...document.querySelectorAll<HTMLElement>('[data-place]')].map((place) => {
    const frame = place.querySelector('iframe');
    if (!frame) throw new Error('A place has no frame.');
    const guid = crypto.randomUUID();
    return {
      guid,
      location: place.dataset.place ?? '',
      place,
      frame,
      opened: false,
      origin: null,
      registered: false,
    };
  });
