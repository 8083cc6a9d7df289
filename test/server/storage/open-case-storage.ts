import { createServer } from 'node:http';
import type { Crm } from '../../../server/crm/crm.ts';
import { createSalesforce } from '../../../server/crm/salesforce/salesforce.ts';
import { createZendesk } from '../../../server/crm/zendesk/zendesk.ts';
import { Problem } from '../../../server/http/problem.ts';
import type { Upstream } from '../../../server/http/upstream.ts';
import { createCaseFilesOf } from '../../../server/storage/case-files-of.ts';
import type { CrmSettings } from '../../../server/tenants/crm-settings.ts';
import { openCrmWorld } from '../../crm/crm-world.ts';
import type { CrmKind } from '../../crm/simulated-crm.ts';
import type { OpenStorage, StorageFault } from './storage-contract.ts';

/** For a CRM that never answers. */
const impatientMs = 300;

/** The files of a case in a simulated CRM, as one of its agents. Where the CRM's data is, nobody says. */
export const openCaseStorage = async (kind: CrmKind): Promise<OpenStorage> => {
  const world = await openCrmWorld({ kind });
  const { simulated, crms } = world;
  const caseId = simulated.cases.open;
  const { accessToken } = await world.tokensFor('ada');
  const { crm } = simulated.tenant.settings;
  const filesIn = (crm: Crm) => createCaseFilesOf(async () => crm)({ tenantId: '', agentId: '', caseId });
  const faulty: (() => Promise<void>)[] = [];
  return {
    storage: await createCaseFilesOf(crms.crmOf)({ ...(await world.signIn('ada')), caseId }),
    leftovers: async () => {
      const { files } = await simulated.kept(caseId);
      const kept = files.filter(({ name }) => name !== 'redacted.txt').map(({ sha256 }) => sha256);
      const waiting = await simulated.waitingUploads();
      return [...kept, ...Array.from({ length: waiting }, (_, index) => `upload ${index}`)];
    },
    withWrongCredentials: async () =>
      filesIn(connect(crm, { upstream: simulated.upstream, accessToken: 'of nobody' })),
    withFault: async (fault) => {
      const { base, stop } = await startFaulty(fault);
      faulty.push(stop);
      const upstream = impatient(simulated.upstream);
      return filesIn(connect(at(base, crm), { upstream, accessToken }));
    },
    behindGate: null,
    elsewhere: null,
    close: async () => {
      for (const stop of faulty) await stop();
      await world.close();
    },
  };
};

interface Connecting {
  readonly upstream: Pick<Upstream, 'fetch'>;
  readonly accessToken: string;
}

const connect = (settings: CrmSettings, { upstream, accessToken }: Connecting) => {
  const needs = { upstream, now: Date.now, noteUsage: () => undefined };
  const renewed = () => Promise.reject(new Problem('auth_revoked', 'Nothing renews it.'));
  const tokens = { current: async () => accessToken, renewed };
  const connection = { tokens, identityPath: null, integration: null };
  if (settings.kind === 'zendesk') return createZendesk(settings, needs).connect(connection);
  if (settings.kind === 'salesforce') return createSalesforce(settings, needs).connect(connection);
  throw new Error('It has no files.');
};

/** The same CRM, as if it were there. */
const at = (base: string, settings: CrmSettings): CrmSettings => {
  switch (settings.kind) {
    case 'zendesk':
      return { ...settings, base };
    case 'salesforce':
      return { ...settings, base, instance: base };
    case 'jwt':
      return settings;
  }
};

const impatient = (upstream: Pick<Upstream, 'fetch'>): Pick<Upstream, 'fetch'> => ({
  fetch: (url, request = {}) => upstream.fetch(url, { ...request, timeoutMs: impatientMs }),
});

/** Answers everything in one way, or is not there at all. */
const startFaulty = async (fault: StorageFault) => {
  const server = createServer((_req, res) => {
    if (typeof fault === 'number') res.writeHead(fault).end('{}');
  });
  const { promise, resolve } = Promise.withResolvers<void>();
  server.listen(0, '127.0.0.1', resolve);
  await promise;
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no port');
  const stop = async () => {
    const closed = Promise.withResolvers<void>();
    server.close(() => closed.resolve());
    server.closeAllConnections();
    await closed.promise;
  };
  if (fault === 'down') await stop();
  return {
    base: `http://zendesk.localhost:${address.port}`,
    stop: fault === 'down' ? async () => undefined : stop,
  };
};
