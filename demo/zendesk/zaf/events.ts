/**
 * What an app can listen to here. A name that isn't among them is an app's mistake, which the real framework would keep to itself.
 * https://developer.zendesk.com/api-reference/apps/apps-core-api/core_api/#events
 */
export const eventNames: ReadonlySet<string> = new Set([
  'app.registered',
  'app.activated',
  'app.deactivated',
  'pane.activated',
  'pane.deactivated',
  'ticket.id.changed',
  'ticket.requester.id.changed',
]);
