import { createHash } from 'node:crypto';

/** A script that esbuild made, kept in memory. Its path holds its hash, so that it never changes. */
export interface BundledFile {
  readonly path: string;
  readonly body: Uint8Array;
  /** For subresource integrity: `sha384-…`. */
  readonly integrity: string;
}

export const bundledFile = (path: string, body: Uint8Array): BundledFile => ({
  path,
  body,
  integrity: `sha384-${createHash('sha384').update(body).digest('base64')}`,
});
