import * as v from 'valibot';
import { ArtifactId, ArtifactView } from './artifacts.ts';

/**
 * POST /api/sessions/:id/screenshots?name=… with the live view's bearer and a PNG as its body, while the customer shows their page. Answered with 201
 * once nothing loses it; GET /api/sessions/:id/screenshots/:artifact says how far it has come since.
 */
export const ScreenshotView = v.strictObject({
  id: ArtifactId,
  name: v.nullable(v.string()),
  state: ArtifactView.entries.state,
  problem: v.nullable(v.string()),
  /** Where people with access to the case open it; null while it is not there, or where only our viewer does. */
  url: v.nullable(v.string()),
});
export type ScreenshotView = v.InferOutput<typeof ScreenshotView>;

/** Larger than any window, in pixels a side. */
export const maxScreenshotSide = 16_384;
