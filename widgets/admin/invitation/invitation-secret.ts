import * as v from 'valibot';
import { Secret256 } from '../../../protocol/identifier.ts';

const Kept = v.strictObject({ secret: Secret256 });

/**
 * The secret out of this page's address. It is taken out at once, and kept in this tab's history entry, so that a reload goes on and
 * nothing that lists addresses has it. Null when the address held none.
 */
export const takeInvitationSecret = (): string | null => {
  const fromAddress = v.safeParse(Secret256, location.hash.slice(1));
  if (fromAddress.success) {
    history.replaceState({ secret: fromAddress.output }, '', location.pathname);
    return fromAddress.output;
  }
  const kept = v.safeParse(Kept, history.state);
  return kept.success ? kept.output.secret : null;
};
