import * as v from 'valibot';

const Text = v.pipe(v.string(), v.maxLength(100_000));

/**
 * The pages that this console knows: the email composer of a case, and components of the package.
 * https://developer.salesforce.com/docs/platform/lwc/guide/reference-page-reference-type.html
 */
export const PageReference = v.variant('type', [
  v.strictObject({
    type: v.literal('standard__quickAction'),
    attributes: v.strictObject({ apiName: v.literal('Case.SendEmail') }),
    state: v.strictObject({ recordId: Text, defaultFieldValues: Text }),
  }),
  v.strictObject({
    type: v.literal('standard__component'),
    attributes: v.strictObject({ componentName: v.pipe(v.string(), v.regex(/^c__handrail(?:Case|Live)$/)) }),
    state: v.record(v.string(), Text),
  }),
]);
export type PageReference = v.InferOutput<typeof PageReference>;
export type ComponentPage = Extract<PageReference, { type: 'standard__component' }>;

/** What the components of the package ask of the page around them, through what stands for the platform's modules. */
interface LightningPage {
  readonly isConsole: boolean;
  callApex(name: string, values: unknown): Promise<unknown>;
  navigate(page: unknown): void;
  openSubtab(tab: { readonly page: unknown; readonly label: string; readonly focus: boolean }): void;
  openingPage(): PageReference | null;
}

declare global {
  var lightningPage: LightningPage;
  /** Of the compiled components: an element of one of them. */
  var lightningComponent: (
    name: string,
  ) => HTMLElement & { recordId?: string | null; invoke?: () => Promise<void> };
}
