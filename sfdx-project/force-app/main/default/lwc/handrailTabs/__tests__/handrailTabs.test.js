import { openCaseTab, openLiveTab, takeAddress } from 'c/handrailTabs';
import { getTabInfo, openSubtab } from 'lightning/platformWorkspaceApi';

const address = 'https://handrail.acme.example/embed/acme/live/ses_abc#secret';
const ask = () => openLiveTab({ tabId: 'tab0', sessionId: 'ses_abc', address, label: 'Live view' });
const opened = () => openSubtab.mock.calls.at(-1)[1].pageReference;

describe('c-handrail-tabs', () => {
  beforeEach(() => {
    getTabInfo.mockResolvedValue({ tabId: 'tab0', isSubtab: false });
  });

  it('hands an address over once', async () => {
    await ask();
    const { c__opening: opening } = opened().state;

    expect(takeAddress(opening)).toBe(address);
    expect(takeAddress(opening)).toBeNull();
  });

  it('keeps no address of a tab that did not open', async () => {
    openSubtab.mockRejectedValueOnce(new Error('no'));

    await expect(ask()).rejects.toThrow('no');

    expect(takeAddress(opened().state.c__opening)).toBeNull();
  });

  it('opens the panel of a case', async () => {
    await openCaseTab({ tabId: 'tab0', recordId: '500000000000001AAA', label: 'Handrail' });

    expect(opened()).toEqual({
      type: 'standard__component',
      attributes: { componentName: 'c__handrailCase' },
      state: { c__recordId: '500000000000001AAA' },
    });
  });
});
