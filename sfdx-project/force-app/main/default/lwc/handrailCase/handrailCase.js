import openCase from '@salesforce/label/c.Handrail_Open_Case';
import { CurrentPageReference } from 'lightning/navigation';
import { LightningElement, wire } from 'lwc';

const caseId = /^500[A-Za-z0-9]{12}(?:[A-Za-z0-9]{3})?$/;

/** A page of its own for the panel of one case, which its address names. */
export default class HandrailCase extends LightningElement {
  labels = { openCase };
  recordId = null;

  @wire(CurrentPageReference)
  read(page) {
    const named = page?.state?.c__recordId;
    this.recordId = caseId.test(named ?? '') ? named : null;
  }
}
