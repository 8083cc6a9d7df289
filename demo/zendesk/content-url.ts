import type { Attachment } from './api/upload.ts';

/** Where an attachment is opened. */
export const contentUrl = (origin: string, { token, fileName }: Attachment): string =>
  `${origin}/attachments/token/${token}/?name=${encodeURIComponent(fileName)}`;
