import tryAgain from '@salesforce/label/c.Handrail_Try_Again';
import { api, LightningElement } from 'lwc';

/**
 * What is wrong, and what an admin can do about it.
 *
 * @fires retry The person wants it tried again.
 */
export default class HandrailNotice extends LightningElement {
  @api text;
  /** What to change; nothing is shown when it is not given. */
  @api fix;
  /** Whether trying again may help. */
  @api retriable = false;
  labels = { tryAgain };

  retry() {
    this.dispatchEvent(new CustomEvent('retry'));
  }
}
