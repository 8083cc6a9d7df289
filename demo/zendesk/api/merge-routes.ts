import { Router } from 'express';
import * as v from 'valibot';
import type { Account } from '../account.ts';
import { maySee } from '../help-desk.ts';
import { staffWith } from './authenticate.ts';
import { badRequest, forbidden, notFound } from './refusal.ts';

const Merge = v.strictObject({
  ids: v.pipe(v.array(v.number()), v.minLength(1), v.maxLength(5)),
  target_comment: v.optional(v.string()),
  source_comment: v.optional(v.string()),
});

/** https://developer.zendesk.com/api-reference/ticketing/tickets/tickets/#merge-tickets-into-target-ticket */
export const mergeRoutes = ({ desk, origin }: Account): Router => {
  const routes = Router();
  let jobs = 0;

  routes.post('/tickets/:id/merge', (req, res) => {
    const { person } = staffWith(res, req, 'tickets');
    const target = desk.ticket(Number(req.params.id));
    if (!target) throw notFound();
    if (!maySee(person, target)) throw forbidden();
    const read = v.safeParse(Merge, req.body);
    if (!read.success) throw badRequest(v.summarize(read.issues));
    const sources = read.output.ids.map((id) => desk.ticket(id));
    for (const source of sources) {
      if (!source || source.status === 'closed' || !maySee(person, source))
        throw badRequest('ids: not mergeable');
      desk.merge(source, target, { authorId: person.id, text: read.output.source_comment });
    }
    jobs += 1;
    const id = String(jobs).padStart(32, '0');
    const url = `${origin}/api/v2/job_statuses/${id}.json`;
    res.json({
      job_status: { id, url, total: 1, progress: 1, status: 'completed', message: null, results: [] },
    });
  });

  return routes;
};
