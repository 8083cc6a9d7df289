import { msg } from '@lit/localize';
import type { Refusal } from './join-phase.ts';

export interface RefusalText {
  readonly title: string;
  readonly text: string;
}

/** What to tell somebody for whom there is no way in, and what to do next. */
export const refusalText = (refusal: Refusal): RefusalText => {
  switch (refusal) {
    case 'no_key':
      return {
        title: msg('This link is not complete'),
        text: msg(
          'The part after the # sign is missing. Open the link from your email again, or copy all of it into the address bar.',
        ),
      };
    case 'link_used':
      return {
        title: msg('This link has been used'),
        text: msg(
          'Each link works once. If it wasn’t you who used it, tell the company that wrote to you. To go on, ask them for a new link.',
        ),
      };
    case 'link_expired':
      return {
        title: msg('This link has expired'),
        text: msg('Nothing was shared. Ask the company that wrote to you for a new link.'),
      };
    case 'link_cancelled':
      return {
        title: msg('This invitation was withdrawn'),
        text: msg('Nothing was shared. If you still need help, reply to the email that the link came in.'),
      };
    case 'session_ended':
      return {
        title: msg('This session is over'),
        text: msg('Nobody can see anything now. If you still need help, ask the company for a new link.'),
      };
    case 'words_differ':
      return {
        title: msg('The words differ, so the session was stopped'),
        text: msg(
          'Nothing was shared. Somebody may have tried to listen in. Call the company on a number that you know, and start again.',
        ),
      };
    case 'words_failed':
      return {
        title: msg('The words could not be compared'),
        text: msg('Nothing was shared. Ask the person on the phone for a new code.'),
      };
    case 'replaced':
      return {
        title: msg('The session goes on in another tab'),
        text: msg('You can close this one.'),
      };
    case 'version_refused':
      return {
        title: msg('This page is out of date'),
        text: msg('Handrail was updated in the meantime. Load this page again.'),
      };
    case 'site_not_allowed':
      return {
        title: msg('The website can’t be opened from here'),
        text: msg('Nothing was shared. Tell the company that its website is not set up for Handrail.'),
      };
    default:
      return {
        title: msg('This link doesn’t work'),
        text: msg(
          'Check that you opened all of it, just as it stands in the email. If it still doesn’t work, ask the company for a new link.',
        ),
      };
  }
};
