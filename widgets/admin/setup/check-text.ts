import { msg, str } from '@lit/localize';
import type { Check, CheckName } from '../../../protocol/http/setup-checks.ts';
import { exactText } from '../moment.ts';

/** What is looked at. */
export const checkTitle = (name: CheckName): string => {
  switch (name) {
    case 'oauth':
      return msg('Handrail may use the CRM’s API');
    case 'integration':
      return msg('The integration account reads who holds what');
    case 'key':
      return msg('The key is pinned that signatures are checked with');
    case 'app':
      return msg('The panel is installed in the CRM');
    case 'frame':
      return msg('The panel is framed by the CRM');
    case 'roles':
      return msg('Somebody may help customers');
    case 'snippet':
      return msg('The snippet is on the website');
    case 'policy':
      return msg('The website’s security policy lets it run');
  }
};

const fineText = (name: CheckName, seen: string): string => {
  switch (name) {
    case 'policy':
      return msg('Nothing stands in its way.');
    case 'snippet':
      return msg(str`Its hash: ${seen}`);
    case 'app':
      return msg(str`Last opened: ${exactText(Date.parse(seen))}`);
    default:
      return seen;
  }
};

/** How it came out, and what to do about it. */
export const checkText = ({ name, reason, seen }: Check): string => {
  const [first = ''] = seen;
  switch (reason) {
    case 'fine':
      return fineText(name, first);
    case 'not_needed':
      return msg('Not needed: this console has no API that Handrail would use.');
    case 'never_seen':
      return msg('Nobody has opened the panel in the CRM yet. Install the app, and open a case.');
    case 'not_connected':
      return name === 'integration'
        ? msg('It is not connected to the CRM any more: whoever it belongs to signs in to Handrail again.')
        : msg('You are not connected to the CRM. Sign out here, and sign in again.');
    case 'crm_refused':
      return msg('The CRM refused or did not answer. Check the OAuth client in the settings.');
    case 'setup_hidden':
      return msg(
        str`${first} may not view setup and configuration in Salesforce any more. Until that is mended, rules by permission set, public group and profile give nobody a role.`,
      );
    case 'not_pinned':
      return msg('Put the public key or certificate into the settings, after comparing its fingerprint.');
    case 'keys_unreachable':
      return msg(str`No key set is at ${first}.`);
    case 'unsigned':
      return msg(
        'The panel was opened, but without a signature that could be checked. Pin the key first, then open a case again.',
      );
    case 'other_origin':
      return msg(str`It was framed by ${first}, which is not the CRM’s address in the settings.`);
    case 'nobody_yet':
      return msg(str`A rule is there (${seen.join(', ')}), but nobody whom it fits has signed in yet.`);
    case 'no_rule':
      return msg('No rule gives anybody the role agent. Add one under Roles.');
    case 'missing':
      return msg('It is not in the page. Send the line below to whoever looks after the website.');
    case 'not_first':
      return msg(
        str`It is script number ${first} of the page. It has to be the first, so that others don’t see the hand-over.`,
      );
    case 'old_version':
      return msg(
        'It is pinned by the hash of another version, so browsers refuse it. Take the hash below, or leave it out.',
      );
    case 'unreachable':
      return msg(str`The website could not be read (${first}).`);
    case 'blocked_by_policy':
      return msg(str`Its Content-Security-Policy stops us. Add: ${seen.join('; ')}`);
  }
};
