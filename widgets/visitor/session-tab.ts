import { isCarried } from './session-turn.ts';

/** In the storage of one tab, which page loads keep, and which ends with the tab. */
const tabMarker = 'handrail.tab';

/** This tab carries the session: it goes on here over page loads, and is not asked about again. */
export const markTab = (sessionId: string): void => sessionStorage.setItem(tabMarker, sessionId);

export const unmarkTab = (): void => sessionStorage.removeItem(tabMarker);

/** Whether the visitor had left the site: no tab of it carries the session, and this one never did. */
export const cameBack = async (sessionId: string): Promise<boolean> =>
  sessionStorage.getItem(tabMarker) !== sessionId && !(await isCarried(sessionId));
