import HandrailStart from 'c/handrailStart';
import { EnclosingTabId, getTabInfo, IsConsoleNavigation, openSubtab } from 'lightning/platformWorkspaceApi';
import { createElement } from 'lwc';

const open = (isConsole) => {
  const element = createElement('c-handrail-start', { is: HandrailStart });
  element.recordId = '500000000000001AAA';
  document.body.appendChild(element);
  IsConsoleNavigation.emit(isConsole);
  EnclosingTabId.emit('tab0');
  return element;
};

describe('c-handrail-start', () => {
  afterEach(() => {
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  });

  it('opens the panel of the case in a sub-tab of the console', async () => {
    getTabInfo.mockResolvedValue({ tabId: 'tab0', isSubtab: false });

    await open(true).invoke();

    expect(openSubtab.mock.calls[0][1].pageReference.state).toEqual({ c__recordId: '500000000000001AAA' });
  });

  it('opens no sub-tab outside of a console', async () => {
    await open(false).invoke();

    expect(openSubtab).not.toHaveBeenCalled();
  });
});
