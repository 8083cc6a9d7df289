import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { SessionId } from '../../protocol/identifier.ts';
import type { LivePage, SignInPage } from '../../protocol/page-config.ts';
import type { Render } from './render.ts';

/** The pages that agents use in windows of their own: the sign-in popup, the live view. */
export const agentPages = (render: Render): Router => {
  const routes = Router();
  routes.get('/live/:sessionId', (req: Request<{ sessionId: string }>, res: Response) => {
    const { sessionId } = req.params;
    if (!v.is(SessionId, sessionId)) return render.plain(req, res, { about: 'notFound', status: 404 });
    const config: LivePage = { page: 'live', sessionId };
    return render.page(req, res, { entry: 'live-view', config, frames: true, clipboard: true });
  });
  for (const step of ['start', 'done'] as const) {
    routes.get(`/auth/${step}/:id`, (req: Request<{ id: string }>, res: Response) => {
      const config: SignInPage = { page: 'sign-in', step, transactionId: req.params.id };
      // The popup asks the panel that opened it for a proof: it has to see it.
      return render.page(req, res, { entry: 'sign-in', config, opener: 'kept' });
    });
  }
  return routes;
};
