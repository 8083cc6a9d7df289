import type { RoleRules } from '../../../protocol/http/admin-roles.ts';

export type RoleRule = RoleRules['rules'][number];

/** The rules as an admin is changing them: nothing counts before it is saved. */
export interface RulesDraft {
  readonly saved: RoleRules;
  readonly rules: readonly RoleRule[];
}

export const draftOf = (saved: RoleRules): RulesDraft => ({ saved, rules: saved.rules });

export const isChanged = ({ saved, rules }: RulesDraft): boolean =>
  JSON.stringify(saved.rules) !== JSON.stringify(rules);

/** With this rule at the end; a rule that is there already is not added again. */
export const withRule = (draft: RulesDraft, rule: RoleRule): RulesDraft => {
  const isThere = draft.rules.some(
    (one) => one.source === rule.source && one.id === rule.id && one.role === rule.role,
  );
  return isThere ? draft : { ...draft, rules: [...draft.rules, rule] };
};

export const withoutRule = (draft: RulesDraft, rule: RoleRule): RulesDraft => ({
  ...draft,
  rules: draft.rules.filter((one) => one !== rule),
});
