import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { InvitationId } from '../../protocol/identifier.ts';
import type { InvitationPageConfig } from '../../protocol/page-config.ts';
import type { Render } from './render.ts';

/** Where an invited admin connects their CRM. Who has no secret sees nothing there. */
export const invitationPage = (render: Render): Router => {
  const routes = Router();
  routes.get('/invitation/:id', (req: Request<{ id: string }>, res: Response) => {
    const { id } = req.params;
    if (!v.is(InvitationId, id)) return render.plain(req, res, { about: 'incompleteLink', status: 404 });
    const config: InvitationPageConfig = { page: 'invitation', id };
    // The sign-in popup asks the page that opened it for a proof: they have to see each other.
    return render.page(req, res, { entry: 'invitation', config, opener: 'kept', clipboard: true });
  });
  return routes;
};
