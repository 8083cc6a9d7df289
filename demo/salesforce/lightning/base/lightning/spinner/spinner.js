import { api, LightningElement } from 'lwc';

/** As Salesforce's base component of this name, as far as Handrail uses it. */
export default class Spinner extends LightningElement {
  @api alternativeText;
  @api size;
}
