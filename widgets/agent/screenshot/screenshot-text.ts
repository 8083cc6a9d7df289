import { msg } from '@lit/localize';
import type { ScreenshotView } from '../../../protocol/http/screenshots.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';

/** Why it could not be attached. */
export const refusedText = (refusal: Refusal): string => {
  switch (refusal.code) {
    case 'offline':
      return msg(
        'Handrail can’t be reached at present. The screenshot is still here: try again, or download it.',
      );
    case 'artifact_too_large':
    case 'payload_too_large':
      return msg('This screenshot is larger than your company allows. You can download it.');
    case 'spool_full':
    case 'storage_full':
      return msg('Handrail has no room to keep it at present. Try again later, or download it.');
    case 'not_granted':
      return msg('The customer doesn’t show their page at present, so that nothing can be attached.');
    default:
      return problemText(refusal);
  }
};

/** Where it is. */
export const attachedText = ({ state }: ScreenshotView): string => {
  switch (state) {
    case 'kept':
      return msg('Kept. It is on its way to the case.');
    case 'stored':
      return msg('Attached.');
    case 'failed':
      return msg('It is kept, but could not be brought to the case. Your administrators see why.');
    case 'deleted':
      return msg('It was deleted again.');
  }
};
