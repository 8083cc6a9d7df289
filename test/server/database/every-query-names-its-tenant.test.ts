import assert from 'node:assert/strict';
import { globSync, readFileSync } from 'node:fs';
import { describe, it } from 'node:test';

interface Query {
  readonly file: string;
  readonly table: string;
  /** From the call that names the table to the end of its chain. */
  readonly chain: string;
}

const read = (path: string): string => readFileSync(new URL(`../../../${path}`, import.meta.url), 'utf8');

/** The tables, and what a row of each has. */
const schema = (): string =>
  ['server/database/schema.ts', ...globSync('server/database/rows/*.ts')].map(read).join('\n');

/** The tables whose rows have a `tenant_id`, as the schema has them. */
const tenantOwned = (schema: string): ReadonlySet<string> => {
  const rowOf = new Map(
    [...schema.matchAll(/^ {2}(\w+): (\w+Row);$/gm)].map(([, table = '', row = '']) => [table, row]),
  );
  const owned = new Set(
    [...schema.matchAll(/^(?:export )?interface (\w+Row) \{([^}]*)\}/gm)]
      .filter(([, , fields = '']) => /^ {2}tenant_id:/m.test(fields))
      .map(([, row = '']) => row),
  );
  return new Set([...rowOf].filter(([, row]) => owned.has(row)).map(([table]) => table));
};

/** What follows, up to the end of the statement or of the bracket that the chain stands in. */
const chainFrom = (source: string, start: number): string => {
  let depth = 0;
  for (let index = start; index < source.length; index += 1) {
    const letter = source[index] ?? '';
    if ('([{'.includes(letter)) depth += 1;
    if (')]}'.includes(letter)) depth -= 1;
    if (depth < 0 || (depth === 0 && (letter === ';' || letter === ','))) return source.slice(start, index);
  }
  return source.slice(start);
};

const queriesIn = (file: string, source: string): readonly Query[] =>
  [...source.matchAll(/\b(?:selectFrom|updateTable|deleteFrom)\(\s*'(\w+)(?: as \w+)?'/g)].map((found) => ({
    file,
    table: found[1] ?? '',
    chain: chainFrom(source, found.index),
  }));

/** Whoever has the value of such a column was given it: ids of 128 random bits, and hashes of secrets. Each leads to one tenant's rows. */
const unguessable: Readonly<Record<string, readonly string[]>> = {
  tenant_invitations: ['id'],
  sessions: ['id'],
  audit_entries: ['subject'],
  join_codes: ['session_id'],
  handovers: ['id_hash', 'session_id'],
  live_codes: ['hash', 'session_id'],
  live_tokens: ['hash'],
  visitor_credentials: ['hash', 'session_id'],
  admin_codes: ['hash'],
  agent_tokens: ['hash'],
  sign_in_transactions: ['id', 'state_hash'],
  outbox: ['id'],
  artifacts: ['id'],
};

/** Queries that are about all tenants, by file and table: how many, and why that is right. */
const aboutAll: Readonly<Record<string, readonly [times: number, why: string]>> = {
  'server/artifacts/delete-expired.ts artifacts': [1, 'Deletes what has expired, whosever it is.'],
  'server/artifacts/rewrap.ts artifacts': [1, 'A new key of the ring is for everybody’s settings.'],
  'server/artifacts/scrub.ts artifacts': [1, 'Looks whether what is stored is as it was, whosever it is.'],
  'server/artifacts/sweep-spool.ts artifacts': [1, 'One folder is everybody’s spool.'],
  'server/crm/rewrap-tokens.ts crm_tokens': [1, 'A new key of the ring is for everybody’s tokens.'],
  'server/recordings/recording-store.ts recordings': [
    1,
    'One node puts together every recording whose file it has.',
  ],
  'server/recordings/rewrap-recording-keys.ts recording_keys': [
    1,
    'A new key of the ring is for everybody’s recording keys.',
  ],
  'server/retention/retention-table.ts sign_in_transactions': [2, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts agents': [
    1,
    'Deletes who came by an invitation that was never finished.',
  ],
  'server/retention/retention-table.ts agent_tokens': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts bootstrap_codes': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts admin_codes': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts crm_tokens': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts tenant_invitations': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts join_codes': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts handovers': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts live_codes': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts visitor_credentials': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts live_tokens': [1, 'Deletes what is too old, whosever it is.'],
  'server/retention/retention-table.ts sessions': [2, 'Forgets what is too old, whosever it is.'],
  'server/retention/retention-table.ts write_backs': [1, 'Forgets what is too old, whosever it is.'],
  'server/retention/retention-table.ts outbox': [2, 'Deletes what is too old, whosever it is.'],
  'server/sessions/sweep.ts handovers': [1, 'Deletes what has expired, whosever it is.'],
  'server/sessions/sweep.ts live_codes': [1, 'Deletes what has expired, whosever it is.'],
  'server/sessions/sweep.ts join_codes': [1, 'Deletes what has expired, whosever it is.'],
  'server/sessions/session-store.ts sessions': [1, 'The sweep looks at every session that has not ended.'],
  'server/sessions/notice-endings.ts sessions': [1, 'By the ids of those that are open in this process.'],
  'server/sessions/join-codes.ts join_codes': [
    2,
    'A code is typed before anybody knows whose it is: one finds the tenants to look in, one looks in those.',
  ],
  'server/transfers/transfer-store.ts transfers': [
    5,
    'All take room on one disk; the sweep removes what is over, and what belongs to nothing.',
  ],
  'server/transfers/transfer-store.ts sessions': [1, 'The sweep looks for those that have ended.'],
  'server/jobs/lease.ts outbox': [
    2,
    'One worker does everybody’s jobs; each names its tenant in what it carries.',
  ],
  'server/auth/end-idle-grants.ts crm_tokens': [
    1,
    'Ends the grants of everybody who has not been here for long.',
  ],
  'server/auth/end-idle-grants.ts outbox': [1, 'Leaves out grants that are being ended already.'],
  'server/audit/audit-log.ts audit_entries': [
    1,
    'One chain for all tenants: the newest entry of it is needed.',
  ],
  'server/audit/verify.ts audit_entries': [1, 'The operator verifies the whole chain.'],
};

const placeOf = ({ file, table }: Query): string => `${file} ${table}`;

const isBound = ({ table, chain }: Query): boolean =>
  /\.where\(\s*'(?:\w+\.)?tenant_id', '='/.test(chain) ||
  (unguessable[table] ?? []).some((column) => chain.includes(`.where('${column}', '='`));

describe('every query on what belongs to a tenant', () => {
  const owned = tenantOwned(schema());
  const queries = globSync('server/**/*.ts', { cwd: new URL('../../../', import.meta.url) })
    .filter((file) => !file.startsWith('server/database/migrations/'))
    .flatMap((file) => queriesIn(file, read(file)))
    .filter(({ table }) => owned.has(table));

  it('is seen at all', () => {
    assert.ok(owned.size >= 20, `only ${owned.size} tables`);
    assert.ok(queries.length >= 80, `only ${queries.length} queries`);
    for (const table of ['agents', 'sessions', 'setup_facts', 'write_backs', 'access_requests']) {
      assert.ok(
        queries.some((query) => query.table === table),
        `no query on ${table} was seen`,
      );
    }
  });

  it('is told from one that names no tenant', () => {
    const [loose, bound, beside] = queriesIn(
      'x.ts',
      `await db.selectFrom('agents').selectAll().where('name', '=', name).execute();
      await Promise.all([
        db.selectFrom('agents').select('id').where('tenant_id', '=', tenantId).execute(),
        db.updateTable('agents').set({ tenant_id: tenantId }).execute(),
      ]);`,
    );
    assert.ok(loose && bound && beside);

    assert.deepEqual([isBound(loose), isBound(bound), isBound(beside)], [false, true, false]);
  });

  it('names the tenant, or a key that nobody guesses, or is known to be about all of them', () => {
    const loose = queries.filter((query) => !isBound(query) && !(placeOf(query) in aboutAll));

    assert.deepEqual(
      loose.map(({ file, chain }) => `${file}: ${chain.replaceAll(/\s+/g, ' ')}`),
      [],
    );
  });

  it('has as many exceptions as are known, and no more', () => {
    const seen = new Map<string, number>();
    for (const query of queries.filter((one) => !isBound(one))) {
      seen.set(placeOf(query), (seen.get(placeOf(query)) ?? 0) + 1);
    }

    assert.deepEqual(
      Object.fromEntries([...seen].sort()),
      Object.fromEntries(
        Object.entries(aboutAll)
          .map(([place, [times]]): [string, number] => [place, times])
          .sort(),
      ),
    );
  });
});
