import HandrailCase from 'c/handrailCase';
import { CurrentPageReference } from 'lightning/navigation';
import { createElement } from 'lwc';

const open = async (recordId) => {
  const element = createElement('c-handrail-case', { is: HandrailCase });
  document.body.appendChild(element);
  CurrentPageReference.emit({ type: 'standard__component', state: { c__recordId: recordId } });
  await Promise.resolve();
  return element.shadowRoot;
};

describe('c-handrail-case', () => {
  afterEach(() => {
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
  });

  it('shows the panel for the case in its address', async () => {
    const root = await open('500000000000001AAA');

    expect(root.querySelector('c-handrail-panel').recordId).toBe('500000000000001AAA');
  });

  it.each(['001000000000001AAA', '500', '', undefined])('shows none for %s', async (recordId) => {
    const root = await open(recordId);

    expect(root.querySelector('c-handrail-panel')).toBeNull();
    expect(root.querySelector('c-handrail-notice').text).toBe('c.Handrail_Open_Case');
  });
});
