import configuration from '@salesforce/apex/HandrailPanel.configuration';
import liveView from '@salesforce/label/c.Handrail_Live_View';
import liveViewOver from '@salesforce/label/c.Handrail_Live_View_Over';
import { takeAddress } from 'c/handrailTabs';
import { CurrentPageReference } from 'lightning/navigation';
import { LightningElement, wire } from 'lwc';

const session = /^ses_[A-Za-z0-9_-]+$/;

/** A console sub-tab with the customer’s page. After a reload the live view goes on by what it kept, or says that it can’t. */
export default class HandrailLive extends LightningElement {
  labels = { liveView, liveViewOver };
  address = null;
  over = false;
  shown = null;

  @wire(CurrentPageReference)
  show(page) {
    const { c__session: sessionId, c__opening: opening } = page?.state ?? {};
    if (!sessionId || opening === this.shown) return;
    this.shown = opening;
    this.open(sessionId, takeAddress(opening));
  }

  async open(sessionId, address) {
    this.over = false;
    try {
      const { origin, tenantId } = await configuration();
      const plain = origin && session.test(sessionId) && `${origin}/embed/${tenantId}/live/${sessionId}`;
      this.address = address ?? plain;
      this.over = !this.address;
    } catch {
      this.over = true;
    }
  }
}
