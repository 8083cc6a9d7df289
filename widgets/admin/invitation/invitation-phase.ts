import type { InvitationView } from '../../../protocol/http/invitations.ts';
import type { Refusal } from '../../agent/refusal.ts';

/** Where somebody is who opened an invitation. */
export type InvitationPhase =
  | { readonly name: 'looking' }
  | { readonly name: 'closed'; readonly reason: 'invalid' | 'used' | 'expired' | 'unreachable' }
  | {
      readonly name: 'filling';
      readonly view: InvitationView;
      readonly refusal: Refusal | 'incomplete' | null;
    }
  | { readonly name: 'sending'; readonly view: InvitationView }
  | {
      readonly name: 'signing-in';
      readonly view: InvitationView;
      readonly userCode: string;
      readonly startUrl: string;
      readonly isBlocked: boolean;
    }
  | { readonly name: 'accepted' }
  | { readonly name: 'done'; readonly panelUrl: string };
