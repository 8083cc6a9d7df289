import * as v from 'valibot';

const id = v.pipe(v.string(), v.maxLength(40));
/** The frame that speaks. */
const appGuid = v.string();
/** Whom it is about: the frame itself, or another of the same app. */
const instanceGuid = v.string();
const path = v.pipe(v.string(), v.maxLength(100));

/** An app's frame → the help desk's page. */
export const FromApp = v.variant('type', [
  v.strictObject({ type: v.literal('zaf.hello'), appGuid }),
  v.strictObject({
    type: v.literal('zaf.get'),
    appGuid,
    instanceGuid,
    id,
    paths: v.pipe(v.array(path), v.maxLength(50)),
  }),
  v.strictObject({ type: v.literal('zaf.set'), appGuid, instanceGuid, id, path, value: v.unknown() }),
  v.strictObject({
    type: v.literal('zaf.invoke'),
    appGuid,
    instanceGuid,
    id,
    path,
    args: v.pipe(v.array(v.unknown()), v.maxLength(10)),
  }),
]);
export type FromApp = v.InferOutput<typeof FromApp>;
export type Asked = Extract<FromApp, { id: string }>;

/** The help desk's page → an app's frame. `registered` answers `hello`. */
export const ToApp = v.variant('type', [
  v.strictObject({
    type: v.literal('zaf.registered'),
    context: v.record(v.string(), v.unknown()),
    metadata: v.record(v.string(), v.unknown()),
  }),
  v.strictObject({ type: v.literal('zaf.answered'), id, result: v.record(v.string(), v.unknown()) }),
  v.strictObject({ type: v.literal('zaf.refused'), id, message: v.string() }),
  v.strictObject({
    type: v.literal('zaf.happened'),
    name: v.string(),
    context: v.record(v.string(), v.unknown()),
    data: v.unknown(),
  }),
]);
export type ToApp = v.InferOutput<typeof ToApp>;
