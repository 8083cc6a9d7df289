import { msg, str } from '@lit/localize';
import type { Refusal } from './refusal.ts';
import { storageProblemText } from './storage-problem-text.ts';

/** A refusal as a sentence or two for the agent: what is the matter, and what to do about it. */
export const problemText = (refusal: Refusal): string =>
  accessText(refusal) ??
  sessionText(refusal) ??
  settingsText(refusal) ??
  storageProblemText(refusal) ??
  otherText(refusal);

const accessText = ({ code, role, account }: Refusal): string | null => {
  switch (code) {
    case 'unauthorized':
    case 'auth_expired':
    case 'auth_revoked':
      return msg('You have been signed out. Sign in again to go on.');
    case 'missing_role':
      return role
        ? msg(str`This needs the Handrail role “${role}”. Ask an administrator for it.`)
        : msg('Your Handrail role doesn’t allow this. Ask an administrator.');
    case 'forbidden':
      return msg('You are not allowed to do this.');
    case 'sign_in_expired':
      return msg('Signing in took too long. Please try again.');
    case 'sign_in_used':
    case 'sign_in_unproven':
      return msg('This sign-in can’t be used any more. Please try again.');
    case 'sign_in_denied':
      return msg('Signing in was not allowed. Please try again, and allow access.');
    case 'wrong_organization':
      return msg('You signed in to another organization. Sign in with the account that you use here.');
    case 'wrong_account':
      return account
        ? msg(str`You are signed in to the CRM as ${account}. Sign in with the account that you use here.`)
        : msg('You signed in as somebody else. Sign in with the account that you use here.');
    case 'changed_meanwhile':
      return msg('Somebody else has changed this in between. Look at it again, then change it.');
    case 'would_lock_out':
      return msg('With these rules you would no longer be an admin. Keep a rule that makes you one.');
    case 'already_decided':
      return msg('Somebody else has decided this already.');
    case 'user_inactive':
      return msg('This account is not active. Ask an administrator.');
    case 'proof_refused':
      return msg('Your sign-in could not be confirmed. Load this page again.');
    case 'assertion_key_missing':
      return msg(
        'Handrail doesn’t know this console’s key yet. An administrator can add it. Until then, sign in here.',
      );
    case 'assertion_refused':
      return msg(
        'Handrail did not accept what the console says about you. Ask an administrator to check its key and organization.',
      );
    case 'assertion_expired':
    case 'assertion_used':
      return msg('This page was loaded too long ago. Load it again.');
    default:
      return null;
  }
};

const sessionText = ({ code }: Refusal): string | null => {
  switch (code) {
    case 'case_not_found':
      return msg('This case doesn’t exist, or you are not allowed to see it.');
    case 'case_closed':
      return msg('This case is closed for good: nothing can be added to it.');
    case 'file_too_large':
      return msg('This file is too large for the CRM.');
    case 'crm_quota_exhausted':
      return msg(
        'Your organization has used up its CRM calls for today. Try again later, or ask an administrator.',
      );
    case 'crm_forbidden':
      return msg('Your account isn’t allowed to do this in the CRM.');
    case 'crm_unavailable':
    case 'crm_answer_invalid':
      return msg('The CRM doesn’t answer at the moment. Please try again in a while.');
    case 'crm_rate_limited':
    case 'rate_limited':
    case 'codes_paused':
      return msg('That was too much in a short time. Please try again in a minute.');
    case 'session_exists':
      return msg('A session is running on this case already.');
    case 'session_ended':
      return msg('This session has ended.');
    case 'session_not_joined':
      return msg('The customer hasn’t joined yet.');
    case 'session_not_over':
      return msg('This session still goes on.');
    case 'outcome_late':
      return msg(
        'It is too late for that: it was said already, or the time for it is over. You can write on the case yourself.',
      );
    case 'not_granted':
      return msg('The customer hasn’t allowed this.');
    default:
      return null;
  }
};

const settingsText = ({ code }: Refusal): string | null => {
  switch (code) {
    case 'changed_meanwhile':
      return msg('Somebody else has changed this in between. Load it again, and make your change anew.');
    case 'host_refused':
      return msg(
        'One of the addresses can’t be used. It has to begin with https://, and a CRM’s has to be one of that CRM’s own.',
      );
    case 'key_refused':
      return msg(
        'This key can’t be used. It should be a public key or a certificate: RSA of 2048 bits or more, P-256 or Ed25519.',
      );
    case 'secret_missing':
      return msg('Enter the client secret, too: a stored one never goes to another address.');
    case 'invalid_body':
    case 'invalid_request':
      return msg('Something that was filled in is not as it should be.');
    default:
      return null;
  }
};

const otherText = ({ code }: Refusal): string => {
  switch (code) {
    case 'offline':
      return msg('Handrail can’t be reached. Check your network; trying again may help.');
    case 'version_refused':
      return msg('Handrail has been updated. Reload this page.');
    case 'unavailable':
      return msg('Handrail is starting or very busy. Please try again in a moment.');
    default:
      return msg('That didn’t work. Please try again.');
  }
};
