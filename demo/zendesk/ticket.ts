import type { Attachment } from './api/upload.ts';

export interface Comment {
  readonly id: number;
  readonly authorId: number;
  readonly plainBody: string;
  readonly htmlBody: string;
  readonly public: boolean;
  readonly createdAt: number;
  readonly attachments: readonly Attachment[];
}

type TicketStatus = 'new' | 'open' | 'pending' | 'solved' | 'closed';

/** By the framework's names: where the next reply goes. */
type Channel = 'email' | 'native_messaging';

export interface Ticket {
  readonly id: number;
  readonly subject: string;
  status: TicketStatus;
  readonly priority: 'low' | 'normal' | 'high' | 'urgent';
  tags: readonly string[];
  readonly channel: Channel;
  readonly brandId: number;
  /** What the account's own fields hold, by the field's id. */
  fields: Readonly<Record<number, string | null>>;
  readonly requesterId: number;
  readonly assigneeId: number;
  readonly groupId: number;
  /** Only admins may see it. */
  readonly restricted: boolean;
  readonly createdAt: number;
  updatedAt: number;
  readonly comments: Comment[];
}
