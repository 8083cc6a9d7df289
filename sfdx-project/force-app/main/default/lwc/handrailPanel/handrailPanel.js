import mint from '@salesforce/apex/HandrailAssertion.mint';
import configuration from '@salesforce/apex/HandrailPanel.configuration';
import handrail from '@salesforce/label/c.Handrail';
import failed from '@salesforce/label/c.Handrail_Failed';
import liveView from '@salesforce/label/c.Handrail_Live_View';
import loading from '@salesforce/label/c.Handrail_Loading';
import noPermission from '@salesforce/label/c.Handrail_No_Permission';
import notConfigured from '@salesforce/label/c.Handrail_Not_Configured';
import notConfiguredFix from '@salesforce/label/c.Handrail_Not_Configured_Fix';
import opaque from '@salesforce/label/c.Handrail_Opaque';
import opaqueFix from '@salesforce/label/c.Handrail_Opaque_Fix';
import unreachable from '@salesforce/label/c.Handrail_Unreachable';
import unreachableFix from '@salesforce/label/c.Handrail_Unreachable_Fix';
import { emailPage } from 'c/handrailEmail';
import { readMessage } from 'c/handrailMessages';
import { openLiveTab } from 'c/handrailTabs';
import { NavigationMixin } from 'lightning/navigation';
import { EnclosingTabId, IsConsoleNavigation } from 'lightning/platformWorkspaceApi';
import { api, LightningElement, wire } from 'lwc';

const problems = {
  failed: { text: failed, retriable: true },
  noPermission: { text: noPermission },
  notConfigured: { text: notConfigured, fix: notConfiguredFix },
  opaque: { text: opaque, fix: opaqueFix },
  unreachable: { text: unreachable, fix: unreachableFix, retriable: true },
};

const liveAddress = /^\/live\/(ses_[A-Za-z0-9_-]+)$/;

/** Handrail’s panel beside a case: frames it, and does for it what only this page can. */
export default class HandrailPanel extends NavigationMixin(LightningElement) {
  labels = { handrail, loading };
  loading = true;
  problem = null;
  place = null;
  @wire(EnclosingTabId) tabId;
  @wire(IsConsoleNavigation) isConsole;
  shownRecordId = null;
  listening = false;

  /** The case of the page. */
  @api get recordId() {
    return this.shownRecordId;
  }
  set recordId(value) {
    this.shownRecordId = value ?? null;
    if (this.listening) this.tellCase();
  }

  get address() {
    return this.place && `${this.place.origin}/embed/${this.place.tenantId}`;
  }

  connectedCallback() {
    this.start();
  }

  async start() {
    this.loading = true;
    this.problem = null;
    this.place = null;
    try {
      const { origin, tenantId, permitted } = await configuration();
      if (origin) this.place = { origin, tenantId };
      else this.stop(problems.notConfigured);
      // Who holds nothing can still ask for it, in the panel.
      if (origin && !permitted) this.problem = problems.noPermission;
    } catch {
      this.stop(problems.failed);
    }
  }

  hear({ detail }) {
    const message = readMessage(detail);
    if (!message) return;
    if (message.type === 'handrail.ready') {
      this.listening = true;
      this.loading = false;
      if (this.problem !== problems.noPermission) this.problem = null;
      this.tellCase();
      return;
    }
    this.answer(message);
  }

  /** Every request gets an answer, whatever happens. */
  async answer(message) {
    const { requestId } = message;
    try {
      this.say({ ...(await this.act(message)), requestId });
    } catch {
      this.say({ ...this.refusal(message), requestId });
    }
  }

  async act(message) {
    switch (message.type) {
      case 'handrail.assertion.requested':
        return this.sign(message);
      case 'handrail.reply.insert':
        this.openEmail(message);
        return { type: 'handrail.reply.inserted' };
      case 'handrail.email.draft':
        this.openEmail(message);
        return { type: 'handrail.email.drafted' };
      default:
        await this.openLiveView(message);
        return { type: 'handrail.live-view.opened' };
    }
  }

  refusal({ type }) {
    switch (type) {
      case 'handrail.assertion.requested':
        return { type: 'handrail.assertion.refused', reason: 'failed' };
      case 'handrail.reply.insert':
        return { type: 'handrail.reply.refused' };
      case 'handrail.email.draft':
        return { type: 'handrail.email.refused' };
      default:
        return { type: 'handrail.live-view.refused' };
    }
  }

  async sign({ nonce }) {
    const { assertion, refusal } = await mint({ recordId: this.recordId, nonce });
    return assertion
      ? { type: 'handrail.assertion.answered', assertion }
      : { type: 'handrail.assertion.refused', reason: refusal ?? 'failed' };
  }

  openEmail({ subject, html }) {
    if (!this.recordId) throw new Error('No case is open.');
    this[NavigationMixin.Navigate](emailPage({ recordId: this.recordId, subject, html }));
  }

  async openLiveView({ url }) {
    const { origin, pathname, hash } = new URL(url);
    const sessionId = liveAddress.exec(pathname)?.[1];
    const tabId = this.tabId?.data ?? this.tabId;
    if (origin !== this.place.origin || !sessionId) throw new Error('That is no live view of ours.');
    if (!this.inConsole || typeof tabId !== 'string') throw new Error('There are no sub-tabs here.');
    const address = `${this.address}/live/${sessionId}${hash}`;
    await openLiveTab({ tabId, sessionId, address, label: liveView });
  }

  get inConsole() {
    return (this.isConsole?.data ?? this.isConsole) === true;
  }

  tellCase() {
    this.say({ type: 'handrail.case', caseId: this.recordId });
  }

  say(message) {
    this.refs.frame?.post(message);
  }

  noticeSilence() {
    this.loading = false;
    this.problem = problems.unreachable;
  }

  noticeOpaque() {
    this.stop(problems.opaque);
  }

  stop(problem) {
    this.listening = false;
    this.loading = false;
    this.problem = problem;
    this.place = null;
  }
}
