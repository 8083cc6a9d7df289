import type { ErrorRequestHandler } from 'express';
import { Problem } from '../http/problem.ts';
import type { Bundles } from './bundles.ts';
import { createRender } from './render.ts';

interface ProblemPagesNeeds {
  readonly config: { readonly origin: string };
  readonly bundles: Bundles;
}

/**
 * For a person whose browser goes where a sign-in refuses: back from the CRM for the second time, or to an old address. Mounted after
 * all routes and before what answers programs; bugs, and whatever else it isn't for, go on to that.
 */
export const createProblemPages = ({ config, bundles }: ProblemPagesNeeds): ErrorRequestHandler => {
  const render = createRender({ origin: config.origin, bundles });
  return (error: unknown, req, res, next) => {
    const wantsPage = req.method === 'GET' && req.accepts(['json', 'html']) === 'html';
    const isSignIn = /^\/auth\/(callback|authorize\/)/.test(req.path);
    if (!(error instanceof Problem) || !wantsPage || !isSignIn || res.headersSent) return next(error);
    return render.plain(req, res, { about: 'signInOver', status: error.status });
  };
};
