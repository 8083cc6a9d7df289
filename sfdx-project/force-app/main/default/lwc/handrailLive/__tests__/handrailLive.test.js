import configuration from '@salesforce/apex/HandrailPanel.configuration';
import HandrailLive from 'c/handrailLive';
import { openLiveTab } from 'c/handrailTabs';
import { CurrentPageReference } from 'lightning/navigation';
import { openSubtab } from 'lightning/platformWorkspaceApi';
import { createElement } from 'lwc';

jest.mock('@salesforce/apex/HandrailPanel.configuration', () => ({ default: jest.fn() }), { virtual: true });

const origin = 'https://handrail.acme.example';
const address = `${origin}/embed/acme/live/ses_abc#secret`;

const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const open = async (state, found = { origin, tenantId: 'acme', permitted: true }) => {
  configuration.mockResolvedValue(found);
  const element = createElement('c-handrail-live', { is: HandrailLive });
  document.body.appendChild(element);
  CurrentPageReference.emit({ type: 'standard__component', state });
  await settled();
  return element.shadowRoot;
};

describe('c-handrail-live', () => {
  afterEach(() => {
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  });

  it('frames the address that the panel handed over', async () => {
    await openLiveTab({ tabId: 'tab0', sessionId: 'ses_abc', address, label: 'Live view' });

    const root = await open(openSubtab.mock.calls[0][1].pageReference.state);

    expect(root.querySelector('iframe').getAttribute('src')).toBe(address);
    expect(root.querySelector('iframe').title).toBe('c.Handrail_Live_View');
  });

  it('goes on without a key after a reload: the live view has kept its own', async () => {
    const root = await open({ c__session: 'ses_abc', c__opening: 'gone' });

    expect(root.querySelector('iframe').getAttribute('src')).toBe(`${origin}/embed/acme/live/ses_abc`);
  });

  it.each([
    [{ c__session: '../../other', c__opening: 'x' }, undefined],
    [{ c__session: 'ses_abc', c__opening: 'x' }, { permitted: false }],
  ])('says that it can’t be opened again: %o', async (state, found) => {
    const root = await open(state, found);

    expect(root.querySelector('iframe')).toBeNull();
    expect(root.querySelector('c-handrail-notice').text).toBe('c.Handrail_Live_View_Over');
  });
});
