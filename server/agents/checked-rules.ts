import { grantId } from '../../protocol/grant-id.ts';
import { Problem } from '../http/problem.ts';
import type { CrmSettings } from '../tenants/crm-settings.ts';
import type { RoleRule } from '../tenants/tenant.ts';

const prefixes: Readonly<Record<CrmSettings['kind'], string>> = {
  zendesk: 'zd.',
  salesforce: 'sf.',
  jwt: 'jwt.',
};

/** Rules that this tenant's CRM can fulfil, with their ids in the form that readings have. @throws Problem `invalid_body`. */
export const checkedRules = (kind: CrmSettings['kind'], rules: readonly RoleRule[]): RoleRule[] => {
  const seen = new Set<string>();
  return rules.map((rule) => {
    const id = grantId(rule.source, rule.id);
    if (!rule.source.startsWith(prefixes[kind]) || id === null) {
      throw new Problem('invalid_body', `“${rule.name}” has no id that ${rule.source} could have.`);
    }
    const name = `${rule.source} ${id} ${rule.role}`;
    if (seen.has(name)) throw new Problem('invalid_body', `“${rule.name}” is there twice.`);
    seen.add(name);
    return { ...rule, id };
  });
};
