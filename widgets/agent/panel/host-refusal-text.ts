import { msg } from '@lit/localize';
import type { AssertionRefusal } from '../../../protocol/host.ts';

/** Why the console won't say who is here, and what to do about it. */
export const hostRefusalText = (reason: AssertionRefusal): string => {
  switch (reason) {
    case 'no_permission':
      return msg(
        'Your account has no Handrail permission. Ask an administrator to give you a permission set of Handrail, then load this page again.',
      );
    case 'no_access':
      return msg('You are not allowed to see this case. Ask its owner or an administrator.');
    case 'not_configured':
      return msg(
        'Handrail isn’t set up completely here: the certificate to sign with is missing. An administrator can add it. Until then, sign in below.',
      );
    case 'failed':
      return msg('The console could not say who you are. Load this page again, or sign in below.');
  }
};
