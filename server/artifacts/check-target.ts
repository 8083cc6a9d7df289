import type { ProblemCode } from '../../protocol/problem.ts';
import { Problem } from '../http/problem.ts';
import { storagePolicyOf } from '../tenants/tenant.ts';
import type { TargetNeeds } from './targets.ts';

/** Tries a target of a tenant's own, as its settings have it now. Null: it could be used. @throws Problem `not_found`. */
export const createCheckTarget =
  ({ findTenant, openStorage }: Pick<TargetNeeds, 'findTenant' | 'openStorage'>) =>
  async (tenantId: string, id: string): Promise<ProblemCode | null> => {
    const tenant = await findTenant(tenantId);
    const target = tenant && storagePolicyOf(tenant.settings).targets.find((one) => one.id === id);
    if (!target) throw new Problem('not_found', 'There is no such storage.');
    try {
      await (await openStorage(target, tenantId)).check();
      return null;
    } catch (error) {
      if (error instanceof Problem) return error.code;
      throw error;
    }
  };
