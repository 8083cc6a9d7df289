import * as v from 'valibot';
import { Anchor, PageReference } from './anchor.ts';

const Delta = v.pipe(v.number(), v.finite(), v.minValue(-100_000), v.maxValue(100_000));
const KeyName = v.pipe(v.string(), v.minLength(1), v.maxLength(32));
const Modifiers = v.strictObject({
  alt: v.boolean(),
  control: v.boolean(),
  meta: v.boolean(),
  shift: v.boolean(),
});
export type Modifiers = v.InferOutput<typeof Modifiers>;

/** No modifier key is held. */
export const noModifiers: Modifiers = { alt: false, control: false, meta: false, shift: false };

/** One thing that the agent does on the visitor's page. */
export const InputAction = v.variant('type', [
  /** The pointer moves; what is under it is hovered. */
  v.strictObject({ type: v.literal('move'), at: Anchor }),
  /** A press and release of the main button; `count` 2 is the second half of a double click. */
  v.strictObject({
    type: v.literal('click'),
    at: Anchor,
    count: v.picklist([1, 2]),
    modifiers: Modifiers,
  }),
  /** A turn of the wheel, in CSS pixels. */
  v.strictObject({ type: v.literal('scroll'), at: Anchor, deltaX: Delta, deltaY: Delta }),
  /** A key pressed and released where the keyboard is (`key` and `code` as in UI Events). Characters go as `text`. */
  v.strictObject({ type: v.literal('key'), key: KeyName, code: KeyName, modifiers: Modifiers }),
  /** Characters typed or pasted where the keyboard is. */
  v.strictObject({ type: v.literal('text'), text: v.pipe(v.string(), v.minLength(1), v.maxLength(4096)) }),
  /** Options chosen in a `select`, by position. */
  v.strictObject({
    type: v.literal('choose'),
    node: Anchor.entries.node,
    options: v.pipe(v.array(v.pipe(v.number(), v.integer(), v.minValue(0))), v.maxLength(1000)),
  }),
]);
export type InputAction = v.InferOutput<typeof InputAction>;
export type InputActionOf<T extends InputAction['type']> = Extract<InputAction, { type: T }>;

/** The body of an `input` frame, as JSON. `page` is the page that the agent saw when acting. */
export const InputBody = v.strictObject({ page: PageReference, action: InputAction });
export type InputBody = v.InferOutput<typeof InputBody>;
