/** What happened since the last patch, as places to look at again: never as values, so that what is sent is the newest state. */
export interface Changes {
  /** Put somewhere, newest last. */
  readonly added: Set<Node>;
  readonly removed: Set<Node>;
  /** Whose children changed. */
  readonly parents: Set<Node>;
  readonly attributes: Map<Element, Set<string>>;
  /** With the text that the mirror still has. */
  readonly texts: Map<CharacterData, string>;
  readonly fields: Set<Element>;
  readonly scrolled: Set<Node>;
  readonly opened: Set<Element>;
  readonly styles: Set<Element>;
  /** Elements that got a shadow root. */
  readonly hosts: Set<Element>;
  /** Frames that loaded another document. */
  readonly frames: Set<Element>;
  /** Masked elements whose size changed. */
  readonly resized: Set<Element>;
  /** Elements that were written, and must be written anew: their mask went, or they came out of a masked place. */
  readonly reopened: Set<Node>;
  viewport: boolean;
  /** Whether adopted sheets are to be looked at. */
  sheets: boolean;
}

export const noChanges = (): Changes => ({
  added: new Set(),
  removed: new Set(),
  parents: new Set(),
  attributes: new Map(),
  texts: new Map(),
  fields: new Set(),
  scrolled: new Set(),
  opened: new Set(),
  styles: new Set(),
  hosts: new Set(),
  frames: new Set(),
  resized: new Set(),
  reopened: new Set(),
  viewport: false,
  sheets: false,
});

/** Notes that an attribute is to be looked at again. */
export const noteAttribute = (changes: Changes, element: Element, name: string): void => {
  const names = changes.attributes.get(element);
  if (names) names.add(name);
  else changes.attributes.set(element, new Set([name]));
};

/** Whether nothing is noted but how far something is scrolled. */
export const onlyScrolled = ({ scrolled, viewport, sheets, ...others }: Changes): boolean =>
  scrolled.size > 0 && !viewport && !sheets && Object.values(others).every(({ size }) => size === 0);
