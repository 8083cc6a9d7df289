import type { WriteBackView } from '../../../protocol/http/write-back.ts';

/** Whether each part of a summary is where it belongs, or can't come there. */
export const isSettled = ({ parts }: WriteBackView): boolean =>
  parts.every(({ state }) => state.name !== 'pending' && state.name !== 'retrying');

/** Whether the CRM did not take a part, and is asked again. */
export const isRetried = ({ parts }: WriteBackView): boolean =>
  parts.some(({ state }) => state.name === 'retrying');
