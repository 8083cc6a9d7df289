/**
 * What valibot's schemas decide, in the few functions that the tenant's page needs: the snippet is bundled with this in valibot's
 * place. It answers yes or no, without a list of what was wrong: nobody reads one there. Tests hold it against valibot.
 */
interface SmallSchema {
  holds(value: unknown): boolean;
  readonly optional?: true;
}

type Entries = Readonly<Record<string, SmallSchema>>;

const schema = (holds: (value: unknown) => boolean): SmallSchema => ({ holds });

export const string = (): SmallSchema => schema((value) => typeof value === 'string');
export const boolean = (): SmallSchema => schema((value) => typeof value === 'boolean');
export const number = (): SmallSchema => schema((value) => typeof value === 'number' && !Number.isNaN(value));
export const finite = (): SmallSchema => schema(Number.isFinite);
export const integer = (): SmallSchema => schema(Number.isInteger);
export const literal = (one: unknown): SmallSchema => schema((value) => value === one);
export const picklist = (options: readonly unknown[]): SmallSchema =>
  schema((value) => options.includes(value));
export const check = (holds: (value: never) => boolean): SmallSchema =>
  schema(holds as (value: unknown) => boolean);

// In a pipe these come after `string`, `number` or `array`, which have said that the value has what is compared.
export const regex = (pattern: RegExp): SmallSchema => schema((value) => pattern.test(value as string));
export const minValue = (least: number): SmallSchema => schema((value) => (value as number) >= least);
export const maxValue = (most: number): SmallSchema => schema((value) => (value as number) <= most);
export const minLength = (least: number): SmallSchema => schema((value) => (value as string).length >= least);
export const maxLength = (most: number): SmallSchema => schema((value) => (value as string).length <= most);

export const pipe = (...steps: readonly SmallSchema[]): SmallSchema =>
  schema((value) => steps.every((step) => step.holds(value)));
export const nullable = (one: SmallSchema): SmallSchema =>
  schema((value) => value === null || one.holds(value));
export const optional = (one: SmallSchema): SmallSchema => ({
  holds: (value) => value === undefined || one.holds(value),
  optional: true,
});
export const array = (one: SmallSchema): SmallSchema =>
  schema((value) => Array.isArray(value) && value.every((item) => one.holds(item)));
export const tuple = (items: readonly SmallSchema[]): SmallSchema =>
  schema(
    (value) =>
      Array.isArray(value) &&
      value.length === items.length &&
      items.every((item, index) => item.holds(value[index])),
  );
export const union = (options: readonly SmallSchema[]): SmallSchema =>
  schema((value) => options.some((option) => option.holds(value)));
export const variant = (_key: string, options: readonly SmallSchema[]): SmallSchema => union(options);

/** Refuses fields that it doesn't name. */
export const strictObject = (entries: Entries): SmallSchema & { readonly entries: Entries } => ({
  entries,
  holds: (value) =>
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).every((name) => Object.hasOwn(entries, name)) &&
    Object.entries(entries).every(([name, one]) =>
      Object.hasOwn(value, name) ? one.holds((value as Record<string, unknown>)[name]) : one.optional,
    ),
});

export const safeParse = (one: SmallSchema, value: unknown) =>
  one.holds(value) ? { success: true, output: value } : { success: false };
