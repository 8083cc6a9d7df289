import type { ScreenshotView } from '../../../protocol/http/screenshots.ts';
import type { Refusal } from '../refusal.ts';

/** How far one screenshot has come. */
export type ScreenshotPhase =
  | { readonly name: 'none' }
  | { readonly name: 'rendering' }
  /** The page is too large for a picture. */
  | { readonly name: 'not_drawn' }
  /** `refusal`: it was tried to attach it. */
  | { readonly name: 'ready'; readonly picture: HTMLCanvasElement; readonly refusal: Refusal | null }
  | { readonly name: 'sending'; readonly picture: HTMLCanvasElement }
  | { readonly name: 'attached'; readonly picture: HTMLCanvasElement; readonly view: ScreenshotView };

/** It can still be attached. */
export type Unattached = Extract<ScreenshotPhase, { name: 'ready' | 'sending' }>;
