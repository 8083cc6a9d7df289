import { Router } from 'express';
import { Problem } from './problem.ts';

interface HealthNeeds {
  /** Each rejects while its part can't serve. */
  readonly checks: readonly (() => Promise<void>)[];
  /** True from the moment that the process was told to stop: load balancers then send nobody here. */
  readonly isDraining: () => boolean;
}

/** `/livez`: the process answers. `/readyz`: it can serve. */
export const healthRoutes = ({ checks, isDraining }: HealthNeeds): Router => {
  const routes = Router();
  routes.get('/livez', (_req, res) => {
    res.json({ status: 'alive' });
  });
  routes.get('/readyz', async (_req, res) => {
    res.setHeader('cache-control', 'no-store');
    if (isDraining()) throw new Problem('unavailable', 'This server is stopping.');
    await Promise.all(checks.map(pass));
    res.json({ status: 'ready' });
  });
  return routes;
};

const pass = async (check: () => Promise<void>): Promise<void> => {
  try {
    await check();
  } catch (error) {
    throw new Problem('unavailable', 'This server is not ready.', { cause: error });
  }
};
