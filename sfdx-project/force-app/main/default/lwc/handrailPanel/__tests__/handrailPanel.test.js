import mint from '@salesforce/apex/HandrailAssertion.mint';
import configuration from '@salesforce/apex/HandrailPanel.configuration';
import HandrailPanel from 'c/handrailPanel';
import { takeAddress } from 'c/handrailTabs';
import { encodeDefaultFieldValues } from 'lightning/pageReferenceUtils';
import { EnclosingTabId, getTabInfo, IsConsoleNavigation, openSubtab } from 'lightning/platformWorkspaceApi';
import { createElement } from 'lwc';

jest.mock('@salesforce/apex/HandrailPanel.configuration', () => ({ default: jest.fn() }), { virtual: true });
jest.mock('@salesforce/apex/HandrailAssertion.mint', () => ({ default: jest.fn() }), { virtual: true });

const origin = 'https://handrail.acme.example';
const caseId = '500000000000001AAA';
const nonce = 'n'.repeat(22);

/** All promises that are on their way. */
const settled = async () => {
  for (let turn = 0; turn < 10; turn += 1) await Promise.resolve();
};

const open = async ({ found = { origin, tenantId: 'acme', permitted: true }, recordId = caseId } = {}) => {
  configuration.mockResolvedValue(found);
  const element = createElement('c-handrail-panel', { is: HandrailPanel });
  element.recordId = recordId;
  document.body.appendChild(element);
  await settled();
  return element;
};

const iframeOf = (element) =>
  element.shadowRoot.querySelector('c-handrail-frame')?.shadowRoot.querySelector('iframe');
const noticeOf = (element) => element.shadowRoot.querySelector('c-handrail-notice');

/** What the panel in the frame says, and all that was posted to it since. */
const say = async (element, data, from = origin) => {
  const { contentWindow } = iframeOf(element);
  const posted = [];
  contentWindow.postMessage = (message, target) => posted.push({ message, target });
  window.dispatchEvent(new MessageEvent('message', { data, origin: from, source: contentWindow }));
  await settled();
  return posted;
};

describe('c-handrail-panel', () => {
  afterEach(() => {
    while (document.body.firstChild) document.body.removeChild(document.body.firstChild);
    jest.useRealTimers();
  });

  it('frames the panel of this org, and says that it is loading', async () => {
    const element = await open();

    expect(iframeOf(element).getAttribute('src')).toBe(`${origin}/embed/acme`);
    expect(iframeOf(element).getAttribute('allow')).toBe('clipboard-write');
    expect(element.shadowRoot.querySelector('lightning-spinner')).not.toBeNull();
  });

  it('tells the panel which case is open, once it listens, and only to its origin', async () => {
    const element = await open();

    const posted = await say(element, { type: 'handrail.ready', version: 1 });

    expect(posted).toEqual([{ message: { type: 'handrail.case', caseId }, target: origin }]);
    expect(element.shadowRoot.querySelector('lightning-spinner')).toBeNull();
  });

  it('tells it again when another case is opened', async () => {
    const element = await open();
    const posted = await say(element, { type: 'handrail.ready', version: 1 });

    element.recordId = '500000000000002AAA';

    expect(posted.at(-1).message).toEqual({ type: 'handrail.case', caseId: '500000000000002AAA' });
  });

  it.each([
    ['another origin', { data: { type: 'handrail.ready', version: 1 }, from: 'https://evil.example' }],
    ['a version that it doesn’t know', { data: { type: 'handrail.ready', version: 2 } }],
    ['a field that it doesn’t know', { data: { type: 'handrail.ready', version: 1, more: true } }],
    ['something that is no message', { data: 'handrail.ready' }],
  ])('hears nothing from %s', async (_what, { data, from = origin }) => {
    const element = await open();

    expect(await say(element, data, from)).toEqual([]);
  });

  it('hears nothing from another window of Handrail’s origin', async () => {
    const element = await open();
    const posted = await say(element, 'nothing');

    window.dispatchEvent(
      new MessageEvent('message', { data: { type: 'handrail.ready', version: 1 }, origin, source: window }),
    );
    await settled();

    expect(posted).toEqual([]);
  });

  it('has Apex sign who is here, for the case and with the panel’s nonce', async () => {
    mint.mockResolvedValue({ assertion: 'a.b.c' });
    const element = await open();

    const posted = await say(element, { type: 'handrail.assertion.requested', requestId: '7', nonce });

    expect(mint).toHaveBeenCalledWith({ recordId: caseId, nonce });
    expect(posted).toEqual([
      {
        message: { type: 'handrail.assertion.answered', requestId: '7', assertion: 'a.b.c' },
        target: origin,
      },
    ]);
  });

  it.each([
    [{ refusal: 'no_permission' }, 'no_permission'],
    [{ refusal: 'no_access' }, 'no_access'],
    [{}, 'failed'],
  ])('says why Apex signed nothing: %o', async (answer, reason) => {
    mint.mockResolvedValue(answer);
    const element = await open();

    const [{ message }] = await say(element, {
      type: 'handrail.assertion.requested',
      requestId: '7',
      nonce,
    });

    expect(message).toEqual({ type: 'handrail.assertion.refused', requestId: '7', reason });
  });

  it('says that signing failed when Apex could not be asked', async () => {
    mint.mockRejectedValue(new Error('offline'));
    const element = await open();

    const [{ message }] = await say(element, {
      type: 'handrail.assertion.requested',
      requestId: '7',
      nonce,
    });

    expect(message).toEqual({ type: 'handrail.assertion.refused', requestId: '7', reason: 'failed' });
  });

  it('opens the case’s email composer for a reply, and for a draft with its subject', async () => {
    const element = await open();

    const reply = { type: 'handrail.reply.insert', requestId: '1', text: 'Hi', html: '<p>Hi</p>' };
    const [inserted] = await say(element, reply);
    const [drafted] = await say(element, {
      ...reply,
      type: 'handrail.email.draft',
      requestId: '2',
      subject: 'Let us look',
    });

    expect(encodeDefaultFieldValues.mock.calls).toEqual([
      [{ HtmlBody: '<p>Hi</p>' }],
      [{ HtmlBody: '<p>Hi</p>', Subject: 'Let us look' }],
    ]);
    expect(inserted.message).toEqual({ type: 'handrail.reply.inserted', requestId: '1' });
    expect(drafted.message).toEqual({ type: 'handrail.email.drafted', requestId: '2' });
  });

  it('drafts nothing where no case is open', async () => {
    const element = await open({ recordId: null });

    const [{ message }] = await say(element, {
      type: 'handrail.reply.insert',
      requestId: '1',
      text: 'Hi',
      html: 'Hi',
    });

    expect(message).toEqual({ type: 'handrail.reply.refused', requestId: '1' });
  });

  describe('the live view', () => {
    const url = `${origin}/live/ses_abc#${'k'.repeat(43)}.${'c'.repeat(43)}`;
    const openLive = (element, address = url) =>
      say(element, { type: 'handrail.live-view.open', requestId: '9', url: address });

    it('opens in a sub-tab of the console, and its key stands in no address', async () => {
      const element = await open();
      IsConsoleNavigation.emit(true);
      EnclosingTabId.emit('tab0');
      getTabInfo.mockResolvedValue({ tabId: 'tab0', isSubtab: false });

      const [{ message }] = await openLive(element);

      expect(message).toEqual({ type: 'handrail.live-view.opened', requestId: '9' });
      const [parent, { pageReference, focus }] = openSubtab.mock.calls[0];
      expect(parent).toBe('tab0');
      expect(focus).toBe(true);
      expect(JSON.stringify(pageReference)).not.toContain('kkk');
      expect(takeAddress(pageReference.state.c__opening)).toBe(
        `${origin}/embed/acme${url.slice(origin.length)}`,
      );
    });

    it('opens beside the main tab, also when the panel is in a sub-tab itself', async () => {
      const element = await open();
      IsConsoleNavigation.emit(true);
      EnclosingTabId.emit('sub1');
      getTabInfo.mockResolvedValue({ tabId: 'sub1', isSubtab: true, parentTabId: 'tab7' });

      await openLive(element);

      expect(openSubtab.mock.calls[0][0]).toBe('tab7');
    });

    it('is left to a window outside of a console', async () => {
      const element = await open();
      IsConsoleNavigation.emit(false);

      const [{ message }] = await openLive(element);

      expect(message).toEqual({ type: 'handrail.live-view.refused', requestId: '9' });
      expect(openSubtab).not.toHaveBeenCalled();
    });

    it('is left to a window when the console won’t', async () => {
      const element = await open();
      IsConsoleNavigation.emit(true);
      EnclosingTabId.emit('tab0');
      openSubtab.mockRejectedValueOnce(new Error('no'));

      const [{ message }] = await openLive(element);

      expect(message.type).toBe('handrail.live-view.refused');
    });

    it.each(['https://evil.example/live/ses_abc#x', `${origin}/join/ses_abc#x`, 'javascript:alert(1)'])(
      'is not opened at %s',
      async (address) => {
        const element = await open();
        IsConsoleNavigation.emit(true);
        EnclosingTabId.emit('tab0');

        const [{ message }] = await openLive(element, address);

        expect(message.type).toBe('handrail.live-view.refused');
        expect(openSubtab).not.toHaveBeenCalled();
      },
    );
  });

  it('says what to set when no admin has said where Handrail is', async () => {
    const element = await open({ found: { permitted: false } });

    expect(noticeOf(element).text).toBe('c.Handrail_Not_Configured');
    expect(noticeOf(element).fix).toBe('c.Handrail_Not_Configured_Fix');
    expect(iframeOf(element)).toBeUndefined();
  });

  it('says which permission is missing, and still lets the person ask for it in the panel', async () => {
    const element = await open({ found: { origin, tenantId: 'acme', permitted: false } });
    await say(element, { type: 'handrail.ready', version: 1 });

    expect(noticeOf(element).text).toBe('c.Handrail_No_Permission');
    expect(iframeOf(element)).not.toBeUndefined();
  });

  it('says that Salesforce did not answer, and tries again when asked', async () => {
    configuration.mockRejectedValueOnce(new Error('offline'));
    const element = createElement('c-handrail-panel', { is: HandrailPanel });
    document.body.appendChild(element);
    await settled();
    expect(noticeOf(element).text).toBe('c.Handrail_Failed');

    configuration.mockResolvedValue({ origin, tenantId: 'acme', permitted: true });
    noticeOf(element).dispatchEvent(new CustomEvent('retry'));
    await settled();

    expect(noticeOf(element)).toBeNull();
    expect(iframeOf(element)).not.toBeUndefined();
  });

  it('says what to change when something sandboxes the frame: its origin is opaque', async () => {
    const element = await open();

    await say(element, { type: 'handrail.ready', version: 1 }, 'null');

    expect(noticeOf(element).text).toBe('c.Handrail_Opaque');
    expect(noticeOf(element).fix).toBe('c.Handrail_Opaque_Fix');
    expect(iframeOf(element)).toBeUndefined();
  });

  it('says what to look at when the frame stays silent, and goes on when it speaks after all', async () => {
    jest.useFakeTimers();
    const element = await open();

    jest.advanceTimersByTime(15_000);
    await settled();
    expect(noticeOf(element).text).toBe('c.Handrail_Unreachable');

    await say(element, { type: 'handrail.ready', version: 1 });
    expect(noticeOf(element)).toBeNull();
  });

  it('stops listening when it leaves the page', async () => {
    const element = await open();
    const posted = await say(element, { type: 'handrail.ready', version: 1 });
    const { contentWindow } = iframeOf(element);
    document.body.removeChild(element);

    window.dispatchEvent(
      new MessageEvent('message', {
        data: { type: 'handrail.assertion.requested', requestId: '1', nonce },
        origin,
        source: contentWindow,
      }),
    );
    await settled();

    expect(posted).toHaveLength(1);
    expect(mint).not.toHaveBeenCalled();
  });
});
