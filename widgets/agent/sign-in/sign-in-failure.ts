import { msg } from '@lit/localize';
import type { ProblemCode } from '../../../protocol/problem.ts';

interface FailureText {
  readonly title: string;
  readonly text: string;
}

/** Why somebody is not signed in, and what to do about it. */
export const signInFailure = (code: ProblemCode | 'offline'): FailureText => {
  switch (code) {
    case 'sign_in_expired':
    case 'sign_in_used':
    case 'not_found':
      return {
        title: msg('This sign-in is over'),
        text: msg(
          'It took too long, or was used already. Close this window and sign in again from the panel.',
        ),
      };
    case 'sign_in_denied':
      return {
        title: msg('You did not allow it'),
        text: msg(
          'Handrail may not use your CRM account, so you are not signed in. You can try again from the panel.',
        ),
      };
    case 'sign_in_unproven':
      return {
        title: msg('This window did not begin the sign-in'),
        text: msg(
          'Close it and sign in again from the panel. If a link brought you here, somebody may have wanted you to sign in for them.',
        ),
      };
    case 'wrong_organization':
      return {
        title: msg('This is another organization’s account'),
        text: msg(
          'Sign out of the CRM, sign in there with the account that you work with here, and try again from the panel.',
        ),
      };
    case 'wrong_account':
      return {
        title: msg('This is somebody else’s account'),
        text: msg(
          'The panel was signed in as another person. Sign out in the panel first, or use that person’s account.',
        ),
      };
    case 'user_inactive':
      return {
        title: msg('Your CRM account is not active'),
        text: msg('Ask your CRM administrator to activate it.'),
      };
    case 'crm_unavailable':
    case 'crm_rate_limited':
    case 'crm_quota_exhausted':
    case 'crm_answer_invalid':
    case 'offline':
    case 'unavailable':
      return {
        title: msg('The sign-in could not be finished'),
        text: msg(
          'The CRM or Handrail didn’t answer as it should. Wait a moment, then try again from the panel.',
        ),
      };
    default:
      return {
        title: msg('You are not signed in'),
        text: msg(
          'Close this window and try again from the panel. If it happens again, tell your administrator.',
        ),
      };
  }
};
