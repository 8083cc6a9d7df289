/** The part of `lightning/platformWorkspaceApi` that Handrail uses: this console has one main tab, and sub-tabs. */
const mainTab = 'case';

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
    super(callback, mainTab);
  }
}

export class IsConsoleNavigation extends Always {
  constructor(callback) {
    super(callback, true);
  }
}

export const getTabInfo = async (tabId) => {
  if (tabId !== mainTab) throw new Error('There is no such tab.');
  return { tabId, isSubtab: false };
};

export const openSubtab = async (tabId, { pageReference, label, focus }) => {
  if (tabId !== mainTab) throw new Error('There is no such tab.');
  return globalThis.lightningPage.openSubtab({ page: pageReference, label, focus });
};
