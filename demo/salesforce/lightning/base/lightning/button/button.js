import { api, LightningElement } from 'lwc';

/** As Salesforce's base component of this name, as far as Handrail uses it. */
export default class Button extends LightningElement {
  @api label;
}
