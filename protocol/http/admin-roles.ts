import * as v from 'valibot';
import { GrantSource } from '../grant-source.ts';
import { AgentRole } from '../permission.ts';

const Text = (longest: number) => v.pipe(v.string(), v.trim(), v.minLength(1), v.maxLength(longest));

/** A group, permission or role of the CRM; the id decides, the name is for people. */
const GrantName = { source: GrantSource, id: Text(255), name: Text(255) };

/** Whoever holds this grant has this role. */
const RoleRule = v.strictObject({ ...GrantName, role: AgentRole });

const Rules = v.pipe(v.array(RoleRule), v.maxLength(200));

/** GET /api/tenant/role-rules, and its PUT: the version is the one that the change was made to. */
export const RoleRules = v.strictObject({ version: v.number(), rules: Rules });
export type RoleRules = v.InferOutput<typeof RoleRules>;

/** POST /api/tenant/role-rules/previews */
export const PreviewRoleRules = v.strictObject({ rules: Rules });

/** What rules would change for the people who are known, by what they were last seen to hold. Names in order. */
export const RoleRulesPreview = v.strictObject({
  people: v.number(),
  changes: v.array(
    v.strictObject({ role: AgentRole, gains: v.array(v.string()), losses: v.array(v.string()) }),
  ),
});
export type RoleRulesPreview = v.InferOutput<typeof RoleRulesPreview>;

/** GET /api/grants: what people were seen to hold, with how many of them do. */
export const SeenGrants = v.strictObject({
  grants: v.array(v.strictObject({ ...GrantName, holders: v.number() })),
});
export type SeenGrants = v.InferOutput<typeof SeenGrants>;
