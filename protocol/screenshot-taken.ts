import * as v from 'valibot';

/** What a customer's browser is told when a screenshot was taken: JSON in a sealed frame of kind `chat`. */
export const ScreenshotTaken = v.strictObject({ type: v.literal('screenshot.taken') });
export type ScreenshotTaken = v.InferOutput<typeof ScreenshotTaken>;
