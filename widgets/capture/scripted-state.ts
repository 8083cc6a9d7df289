import type { Changes } from './changes.ts';
import type { NodeIds } from './node-ids.ts';

/** Looks at what no event and no record tells of: fields set by scripts, rules put in by scripts. */
export interface ScriptedState {
  seeField(element: Element): void;
  seeStyle(element: Element): void;
  /** Where looking takes long, most calls do nothing: never more than a thirtieth of the page's time. */
  look(changes: Changes): void;
  restart(): void;
}

interface Needs {
  readonly ids: NodeIds;
  hasFieldChanged(element: Element): boolean;
  hasStyleChanged(element: Element): boolean;
  haveAdoptedChanged(): boolean;
}

export const createScriptedState = (needs: Needs): ScriptedState => {
  const fields = new Set<Element>();
  const styles = new Set<Element>();
  let earliest = 0;

  const note = (known: Set<Element>, hasChanged: (element: Element) => boolean, into: Set<Element>): void => {
    for (const element of known) {
      if (needs.ids.idOf(element) === undefined) known.delete(element);
      else if (hasChanged(element)) into.add(element);
    }
  };

  return {
    seeField: (element) => fields.add(element),
    seeStyle: (element) => styles.add(element),
    look: (changes) => {
      const start = performance.now();
      if (start < earliest) return;
      note(fields, needs.hasFieldChanged, changes.fields);
      note(styles, needs.hasStyleChanged, changes.styles);
      changes.sheets ||= needs.haveAdoptedChanged();
      const end = performance.now();
      earliest = end + (end - start) * 30;
    },
    restart: () => {
      fields.clear();
      styles.clear();
    },
  };
};
