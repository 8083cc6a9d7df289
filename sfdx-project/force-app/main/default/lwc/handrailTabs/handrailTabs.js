import { getTabInfo, openSubtab } from 'lightning/platformWorkspaceApi';

/**
 * Addresses of live views on their way from the panel to a sub-tab, each for one taking. An address holds the session’s key: it goes from
 * component to component in this page, and never into the browser’s address, its history or a log.
 */
const addresses = new Map();

const componentPage = (name, state) => ({
  type: 'standard__component',
  attributes: { componentName: `c__${name}` },
  state,
});

/** A sub-tab’s parent is a main tab, also when asked from another sub-tab. */
const open = async (tabId, page, label) => {
  const { isSubtab, parentTabId } = await getTabInfo(tabId);
  await openSubtab(isSubtab ? parentTabId : tabId, {
    pageReference: page,
    focus: true,
    label,
    icon: 'utility:screen',
  });
};

/** Opens the live view of a session beside the tab that asks. Rejects when the console won’t. */
export const openLiveTab = async ({ tabId, sessionId, address, label }) => {
  const opening = crypto.randomUUID();
  addresses.set(opening, address);
  try {
    await open(tabId, componentPage('handrailLive', { c__session: sessionId, c__opening: opening }), label);
  } catch (error) {
    addresses.delete(opening);
    throw error;
  }
};

/** The address that a sub-tab was opened for. Null when it was taken, or the page was loaded anew. */
export const takeAddress = (opening) => {
  const address = addresses.get(opening) ?? null;
  addresses.delete(opening);
  return address;
};

/** Where Handrail’s panel for a case has a page of its own. */
export const casePage = (recordId) => componentPage('handrailCase', { c__recordId: recordId });

/** Opens the panel for a case in a sub-tab. Rejects when the console won’t. */
export const openCaseTab = ({ tabId, recordId, label }) => open(tabId, casePage(recordId), label);
