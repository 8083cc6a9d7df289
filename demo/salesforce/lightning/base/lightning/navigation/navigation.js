/** The part of `lightning/navigation` that Handrail uses; the page around the components does what it asks. */
const Navigate = Symbol('Navigate');

export const NavigationMixin = (Base) =>
  class extends Base {
    [Navigate](page) {
      globalThis.lightningPage.navigate(page);
    }
  };
NavigationMixin.Navigate = Navigate;

/** The page that a component was opened for: known while it is put into its tab. */
export class CurrentPageReference {
  constructor(callback) {
    this.callback = callback;
  }
  connect() {
    this.callback(globalThis.lightningPage.openingPage());
  }
  update() {
    // It has no configuration.
  }
  disconnect() {
    // Nothing was begun.
  }
}
