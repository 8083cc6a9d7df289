import { fileURLToPath } from 'node:url';
import express, { type RequestHandler } from 'express';

/** What both consoles share: their style sheet. */
export const consoleAssets: RequestHandler = express.static(
  fileURLToPath(new URL('./assets/', import.meta.url)),
);
