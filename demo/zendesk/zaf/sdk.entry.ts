import { ZafClient } from './zaf-client.ts';

/** As the real SDK: the page's address says who frames it, and without that there is no client. */
const init = (): ZafClient | false => {
  const params = new URLSearchParams(window.location.search);
  const origin = params.get('origin');
  const appGuid = params.get('app_guid');
  if (!origin || !appGuid || window.parent === window) return false;
  return new ZafClient({ origin, appGuid });
};

Object.assign(window, { ZAFClient: { init } });
