/** The part of `lightning/platformWorkspaceApi` that Handrail uses: a console app has one main tab, and sub-tabs; a standard app has none. */
const mainTab = 'case';
const inConsole = () => globalThis.lightningPage.isConsole;

class Always {
  constructor(callback, value) {
    this.tell = () => callback(value);
  }
  connect() {
    this.tell();
  }
  update() {
    // It has no configuration.
  }
  disconnect() {
    // Nothing was begun.
  }
}

export class EnclosingTabId extends Always {
  constructor(callback) {
    super(callback, inConsole() ? mainTab : null);
  }
}

export class IsConsoleNavigation extends Always {
  constructor(callback) {
    super(callback, inConsole());
  }
}

export const getTabInfo = async (tabId) => {
  if (!inConsole() || tabId !== mainTab) throw new Error('There is no such tab.');
  return { tabId, isSubtab: false };
};

export const openSubtab = async (tabId, { pageReference, label, focus }) => {
  if (!inConsole() || tabId !== mainTab) throw new Error('There is no such tab.');
  return globalThis.lightningPage.openSubtab({ page: pageReference, label, focus });
};
