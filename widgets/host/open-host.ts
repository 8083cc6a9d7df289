import type { PanelPage } from '../../protocol/page-config.ts';
import type { HostBridge } from './host-bridge.ts';
import { messageBridge } from './message-bridge.ts';
import { standaloneBridge } from './standalone-bridge.ts';
import { zendeskBridge } from './zendesk-bridge.ts';
import { openZendeskClient } from './zendesk-client.ts';

/** The bridge to whatever is around this window: the tenant's CRM, or nothing. Rejects when the CRM's own SDK can't be loaded. */
export const openHost = async (crm: PanelPage['crm']): Promise<HostBridge> => {
  if (window.parent === window) return standaloneBridge(window);
  const around = { self: window, host: window.parent };
  switch (crm.kind) {
    case 'zendesk':
      return zendeskBridge(await openZendeskClient(crm.frameworkSdkUrl));
    case 'salesforce':
      return messageBridge({ kind: 'salesforce', origins: [crm.lightningOrigin], ...around });
    case 'jwt':
      return messageBridge({ kind: 'console', origins: crm.origins, ...around });
  }
};
