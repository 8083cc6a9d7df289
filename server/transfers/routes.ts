import { type Request, type RequestHandler, type Response, Router } from 'express';
import * as v from 'valibot';
import { CompleteFile, OfferFile, ReceiveFile, TransferId } from '../../protocol/http/transfers.ts';
import { SessionId } from '../../protocol/identifier.ts';
import { readBody } from '../http/read-body.ts';
import { readParams } from '../http/read-params.ts';
import { sendContent } from './send-content.ts';
import type { Party } from './transfer.ts';
import type { TransferActions } from './transfer-actions.ts';
import { rangesOf, transferView } from './transfer-view.ts';

interface TransferRoutesNeeds {
  readonly actions: TransferActions;
  /** @throws Problem `unauthorized`, `not_found`, `missing_role`, `origin_refused`, `session_not_joined`, `session_ended`. */
  readonly partyOf: (req: Request, res: Response, sessionId: string) => Promise<Party>;
  /** CORS, for tenants' sites and nobody else. */
  readonly fromSites: RequestHandler;
}

const OfSession = v.strictObject({ id: SessionId });
const OfTransfer = v.strictObject({ id: SessionId, transfer: TransferId });
const OfPart = v.strictObject({
  ...OfTransfer.entries,
  part: v.pipe(v.string(), v.regex(/^(0|[1-9]\d{0,8})$/), v.transform(Number)),
});
const Nothing = v.optional(v.strictObject({}));

const all = '/sessions/:id/transfers';
const one = `${all}/:transfer`;

/** Mounted at /api, for both sides of a session: the agent from our own pages, the visitor from the tenant's. */
export const transferRoutes = ({ actions, partyOf, fromSites }: TransferRoutesNeeds): Router => {
  const routes = Router();
  const party = (req: Request, res: Response, { id }: { readonly id: string }) => partyOf(req, res, id);

  routes.use(all, fromSites);
  routes.post(all, async (req, res) => {
    const by = await party(req, res, readParams(OfSession, req));
    res.status(201).json(transferView(await actions.begin(by, readBody(OfferFile, req))));
  });
  routes.get(all, async (req, res) => {
    const transfers = await actions.list(await party(req, res, readParams(OfSession, req)));
    res.json({ transfers: transfers.map(transferView) });
  });
  routes.get(one, async (req, res) => {
    const of = readParams(OfTransfer, req);
    const { transfer, parts } = await actions.progress(await party(req, res, of), of.transfer);
    res.json({ transfer: transferView(transfer), parts: rangesOf(parts) });
  });
  routes.put(`${one}/parts/:part`, async (req, res) => {
    const of = readParams(OfPart, req);
    await actions.put(await party(req, res, of), { id: of.transfer, part: of.part }, req);
    res.status(204).end();
  });
  routes.post(`${one}/completions`, async (req, res) => {
    const of = readParams(OfTransfer, req);
    const by = await party(req, res, of);
    const { sha256 } = readBody(CompleteFile, req);
    res.status(201).json(transferView(await actions.complete(by, { id: of.transfer, sha256 })));
  });
  routes.post(`${one}/acceptances`, async (req, res) => {
    const of = readParams(OfTransfer, req);
    readBody(Nothing, req);
    res.status(201).json(transferView(await actions.accept(await party(req, res, of), of.transfer)));
  });
  routes.post(`${one}/receipts`, async (req, res) => {
    const of = readParams(OfTransfer, req);
    const by = await party(req, res, of);
    const { sha256 } = readBody(ReceiveFile, req);
    res.status(201).json(transferView(await actions.receive(by, { id: of.transfer, sha256 })));
  });
  routes.get(`${one}/content`, async (req, res) => {
    const of = readParams(OfTransfer, req);
    await sendContent(req, res, await actions.content(await party(req, res, of), of.transfer));
  });
  routes.delete(one, async (req, res) => {
    const of = readParams(OfTransfer, req);
    await actions.drop(await party(req, res, of), of.transfer);
    res.status(204).end();
  });
  return routes;
};
