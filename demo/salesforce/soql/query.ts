import type { FieldValue } from '../rest/sobject.ts';

export type Operator = '=' | '!=' | '<' | '<=' | '>' | '>=' | 'LIKE';

/** `IN` has a list, all else one value. `at` is where the field stands, for errors. */
export type Condition =
  | { readonly field: Path; readonly operator: Operator; readonly value: FieldValue }
  | { readonly field: Path; readonly operator: 'IN' | 'NOT IN'; readonly values: readonly FieldValue[] };

/** `Parent.CaseNumber` is two names. */
export interface Path {
  readonly names: readonly string[];
  readonly at: number;
}

export interface Query {
  readonly text: string;
  /** Null for `COUNT()`. */
  readonly fields: readonly Path[] | null;
  readonly object: Path;
  readonly where: readonly Condition[];
  readonly orderBy: readonly { readonly field: Path; readonly descending: boolean }[];
  readonly limit: number | null;
}
