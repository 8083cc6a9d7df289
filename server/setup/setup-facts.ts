import * as v from 'valibot';
import { SetupChecks } from '../../protocol/http/setup-checks.ts';
import type { Queryable } from '../database/transaction.ts';

/** What is remembered of a tenant's installation, and how it reads. */
const facts = {
  /** The panel was opened somewhere. */
  panel_opened: v.strictObject({ framedBy: v.nullable(v.string()) }),
  /** Somebody was let in by what the CRM or console had signed, last. */
  panel_signed: v.strictObject({}),
  checks: v.pick(SetupChecks, ['checks']),
} as const;
export type FactName = keyof typeof facts;
type Fact<Name extends FactName> = v.InferOutput<(typeof facts)[Name]>;

export const rememberFact = async <Name extends FactName>(
  q: Queryable,
  { tenantId, name, at }: { readonly tenantId: string; readonly name: Name; readonly at: number },
  fact: Fact<Name>,
): Promise<void> => {
  const now = { fact: JSON.stringify(fact), at };
  await q
    .insertInto('setup_facts')
    .values({ tenant_id: tenantId, name, ...now })
    .onConflict((conflict) => conflict.columns(['tenant_id', 'name']).doUpdateSet(now))
    .execute();
};

/** Null when it was never seen. */
export const readFact = async <Name extends FactName>(
  q: Queryable,
  tenantId: string,
  name: Name,
): Promise<{ readonly fact: Fact<Name>; readonly at: number } | null> => {
  const row = await q
    .selectFrom('setup_facts')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('name', '=', name)
    .executeTakeFirst();
  if (!row) return null;
  const read = v.safeParse<(typeof facts)[Name]>(facts[name], JSON.parse(row.fact));
  return read.success ? { fact: read.output, at: row.at } : null;
};
