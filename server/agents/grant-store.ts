import type { Selectable } from 'kysely';
import * as v from 'valibot';
import { GrantSource } from '../../protocol/grant-source.ts';
import { GrantVia } from '../../protocol/http/admin-people.ts';
import type { Schema } from '../database/schema.ts';
import type { Queryable, Transaction } from '../database/transaction.ts';
import type { AgentRef } from './agent.ts';
import { type GrantReading, isOnlyOwn, ownPermission, type ReadGrant } from './grant-reading.ts';

type Row = Selectable<Schema['agent_grants']>;

const Grants = v.array(v.strictObject({ id: v.string(), name: v.string() }));

/** Keeps a reading, unless a newer one of the same kind is there. */
export const keepReading = async (
  trx: Transaction,
  { tenantId, agentId }: AgentRef,
  reading: GrantReading,
): Promise<void> => {
  for (const source of reading.sources) {
    const held = reading.grants.filter((grant) => grant.source === source);
    const grants = JSON.stringify(held.map(({ id, name }) => ({ id, name })));
    const values = { as_of: reading.asOf, grants };
    await trx
      .insertInto('agent_grants')
      .values({ tenant_id: tenantId, agent_id: agentId, source, via: reading.via, ...values })
      .onConflict((conflict) =>
        conflict
          .columns(['agent_id', 'source', 'via'])
          .doUpdateSet(values)
          .where('agent_grants.as_of', '<=', reading.asOf),
      )
      .execute();
  }
};

/** What this agent holds by the newest readings. */
export const readGrantsOf = async (
  q: Queryable,
  { tenantId, agentId }: AgentRef,
): Promise<readonly ReadGrant[]> => {
  const rows = await q
    .selectFrom('agent_grants')
    .selectAll()
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .execute();
  return newestOf(rows);
};

/** The same of everybody in the tenant, by the agent's id. */
export const readGrantsOfTenant = async (
  q: Queryable,
  tenantId: string,
): Promise<ReadonlyMap<string, readonly ReadGrant[]>> => {
  const rows = await q.selectFrom('agent_grants').selectAll().where('tenant_id', '=', tenantId).execute();
  const byAgent = Map.groupBy(rows, (row) => row.agent_id);
  return new Map([...byAgent].map(([agentId, own]) => [agentId, newestOf(own)]));
};

/** When each of an agent's sources was last read. */
export const readTimesOf = async (
  q: Queryable,
  { tenantId, agentId }: AgentRef,
): Promise<ReadonlyMap<string, number>> => {
  const rows = await q
    .selectFrom('agent_grants')
    .select(['source', 'as_of'])
    .where('tenant_id', '=', tenantId)
    .where('agent_id', '=', agentId)
    .orderBy('as_of')
    .execute();
  return new Map(rows.map((row) => [row.source, row.as_of]));
};

const newestOf = (rows: readonly Row[]): readonly ReadGrant[] =>
  [...Map.groupBy(rows, (row) => row.source).values()].flatMap((ofSource) => {
    const readings = ofSource.map(parseRow).sort((one, other) => other.asOf - one.asOf);
    const [newest, ...older] = readings;
    if (!newest) return [];
    const { source } = newest;
    if (!isOnlyOwn(newest, source)) return newest.grants;
    const others = older.find((reading) => !isOnlyOwn(reading, source));
    return [...newest.grants, ...(others?.grants.filter(({ id }) => !ownPermission.test(id)) ?? [])];
  });

const parseRow = (row: Row) => {
  const [source, via] = [v.parse(GrantSource, row.source), v.parse(GrantVia, row.via)];
  const read = { asOf: row.as_of, via };
  const grants = v.parse(Grants, JSON.parse(row.grants));
  return { source, ...read, grants: grants.map((grant): ReadGrant => ({ source, ...grant, ...read })) };
};
