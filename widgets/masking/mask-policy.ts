/** What a tenant decides about masking, beyond what is always masked. */
export interface MaskPolicy {
  /** What matches is hidden with all it holds. A selector that this browser can't read hides the whole page. */
  readonly maskSelectors: readonly string[];
  /** Fields whose typed text may be shown; passwords, cards and the like never are. */
  readonly showInputSelectors: readonly string[];
}
