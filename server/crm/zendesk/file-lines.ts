import type { FileSource } from '../crm.ts';

/** What a comment says about a file that is attached to it; the last of it is what a second try looks for. */
export const fileLines = (file: Pick<FileSource, 'name' | 'sha256' | 'externalId'>): string =>
  `${file.name}\nSHA-256 ${file.sha256}\n${fileMarker(file)}`;

/** In brackets: a note that only names the file, or links to it, is no place where it is. */
export const fileMarker = ({ externalId }: Pick<FileSource, 'externalId'>): string => `[${externalId}]`;
