import { type Request, type Response, Router } from 'express';
import * as v from 'valibot';
import { SessionId } from '../../protocol/identifier.ts';
import type { CodePage, JoinPage } from '../../protocol/page-config.ts';
import type { Render } from './render.ts';

/** The pages that customers open: a join link's, and the one for a code. */
export const visitorPages = (render: Render): Router => {
  const routes = Router();
  routes.get('/join/:sessionId', (req: Request<{ sessionId: string }>, res: Response) => {
    const { sessionId } = req.params;
    if (!v.is(SessionId, sessionId)) return render.plain(req, res, { about: 'incompleteLink', status: 404 });
    const config: JoinPage = { page: 'join', sessionId };
    return render.page(req, res, { entry: 'join', config, referrer: 'strict-origin' });
  });
  routes.get('/code', (req, res) => {
    const config: CodePage = { page: 'code' };
    return render.page(req, res, { entry: 'code', config });
  });
  return routes;
};
