import type { FileSource } from '../crm.ts';

/** What a comment says about a file that is attached to it; the last of it is what a second try looks for. */
export const fileLines = ({ name, sha256, externalId }: FileSource): string =>
  `${name}\nSHA-256 ${sha256}\n[${externalId}]`;
