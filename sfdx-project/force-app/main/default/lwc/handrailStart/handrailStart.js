import handrail from '@salesforce/label/c.Handrail';
import { casePage, openCaseTab } from 'c/handrailTabs';
import { NavigationMixin } from 'lightning/navigation';
import { EnclosingTabId, IsConsoleNavigation } from 'lightning/platformWorkspaceApi';
import { api, LightningElement, wire } from 'lwc';

/** The quick action “Start Handrail session”: opens the panel on the case, in a sub-tab where there are any. */
export default class HandrailStart extends NavigationMixin(LightningElement) {
  @api recordId;
  @wire(EnclosingTabId) tabId;
  @wire(IsConsoleNavigation) isConsole;

  @api async invoke() {
    const tabId = this.tabId?.data ?? this.tabId;
    const inConsole = (this.isConsole?.data ?? this.isConsole) === true;
    if (inConsole && typeof tabId === 'string') {
      await openCaseTab({ tabId, recordId: this.recordId, label: handrail });
      return;
    }
    this[NavigationMixin.Navigate](casePage(this.recordId));
  }
}
