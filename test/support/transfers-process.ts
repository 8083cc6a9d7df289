import { basename, join } from 'node:path';
import express from 'express';
import { type PartsDisk, partsDisk } from '../../server/transfers/parts-disk.ts';
import { transferRoutes } from '../../server/transfers/routes.ts';
import { openSealedParts } from '../../server/transfers/sealed-parts.ts';
import { createSweepTransfers } from '../../server/transfers/sweep-transfers.ts';
import type { Party } from '../../server/transfers/transfer.ts';
import { createTransferActions } from '../../server/transfers/transfer-actions.ts';
import { openArtifactsProcess, type ProcessNeeds } from './artifacts-process.ts';
import { openLoopback } from './loopback-server.ts';

interface TransfersProcessNeeds extends ProcessNeeds {
  readonly party: Omit<Party, 'side' | 'actor'>;
}

/** A process of Handrail that takes files, scans them and keeps them, over the real disk and database. Who calls says by `x-side` who it is. */
export const openTransfersProcess = async (needs: TransfersProcessNeeds) => {
  const { dataFolder, step, now, party } = needs;
  const house = openArtifactsProcess(needs);
  const { db, inTransaction, keyRing, artifacts } = house;
  const parts = openSealedParts(join(dataFolder, 'uploads'), steppedParts(step));
  const policy = { throughServer: true, keep: true, maxBytes: 2 ** 31, blockedTypes: [], region: null };
  const actions = createTransferActions({
    db,
    inTransaction,
    keyRing,
    parts,
    policyOf: async () => policy,
    scan: async (content) => {
      for await (const { length } of content) if (length > 0) await step('scanning');
      return 'clean';
    },
    keep: artifacts.keep,
    region: null,
    spoolLimitBytes: 1024 ** 3,
    partStallMs: 60_000,
    now,
  });
  const routes = transferRoutes({
    actions,
    partyOf: async (req) => {
      const side = req.headers['x-side'] === 'visitor' ? 'visitor' : 'agent';
      return { ...party, side, actor: `${side}:somebody` };
    },
    fromSites: (_req, _res, next) => next(),
  });
  const server = await openLoopback(express().use('/api', express.json(), routes));
  return {
    ...house,
    origin: server.origin,
    sweep: createSweepTransfers({ db, inTransaction, parts, now }),
    close: async () => {
      await server.close();
      await house.close();
    },
  };
};

/** Of parts the second: then one is acknowledged already. */
const steppedParts = (stepped: ProcessNeeds['step']): PartsDisk => {
  let path = '';
  const step = async (what: string) => {
    if (!/^0(\.|$)/.test(basename(path))) await stepped(what);
  };
  const at = (next: string): string => {
    path = next;
    return next;
  };
  return partsDiskOf(step, at);
};

const partsDiskOf = (step: ProcessNeeds['step'], at: (path: string) => string): PartsDisk => ({
  makeFolder: async (path) => {
    await partsDisk.makeFolder(at(path));
    await step('folder of parts');
  },
  create: async (path) => {
    const file = await partsDisk.create(at(path));
    await step('part created');
    return {
      ...file,
      write: async (bytes) => {
        await file.write(bytes);
        await step('part written');
      },
      sync: async () => {
        await file.sync();
        await step('part synced');
      },
    };
  },
  link: async (from, to) => {
    await partsDisk.link(from, at(to));
    await step('part named');
  },
  syncFolder: async (path) => {
    await partsDisk.syncFolder(path);
    await step('name synced');
  },
  remove: async (path) => {
    await partsDisk.remove(at(path));
    await step('part tidied');
  },
  removeFolder: async (path) => {
    await partsDisk.removeFolder(at(path));
    await step('parts removed');
  },
});
