import { Router } from 'express';
import type { Account } from '../account.ts';
import { staffWith } from './authenticate.ts';
import { presentAttachment } from './present.ts';
import { badRequest, notFound } from './refusal.ts';

/** Files on their way to a comment: https://developer.zendesk.com/api-reference/ticketing/tickets/ticket-attachments/ */
export const uploadRoutes = ({ clock, origin, uploads }: Account): Router => {
  const routes = Router();

  // #upload-files: the body is the file as it is.
  routes.post('/uploads', async (req, res) => {
    staffWith(res, req, 'tickets');
    const { filename } = req.query;
    if (typeof filename !== 'string' || filename === '') throw badRequest('filename is required');
    if (req.headers['content-type'] === undefined) throw badRequest('Content-Type is required');
    const { token, attachment } = await uploads.receive(req, filename);
    const presented = presentAttachment(origin, attachment);
    res.status(201).json({
      upload: {
        token,
        expires_at: new Date(clock.now() + 3_600_000).toISOString(),
        attachment: presented,
        attachments: [presented],
      },
    });
  });

  // #delete-upload
  routes.delete('/uploads/:token', (req, res) => {
    staffWith(res, req, 'tickets');
    if (!uploads.delete(req.params.token)) throw notFound();
    res.status(204).end();
  });

  return routes;
};
