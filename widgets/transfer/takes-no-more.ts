import type { FileView } from './file-way.ts';

/** More than a person can answer. */
const mostAsked = 20;
/** More than a list is read for, with all that have ended. */
const most = 200;

/** Whether further offers are left out: whoever sends so many means harm. */
export const takesNoMore = (views: readonly FileView[]): boolean =>
  views.length >= most || views.filter(({ state }) => state.name === 'asked').length >= mostAsked;
