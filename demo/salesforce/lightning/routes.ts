import { Router } from 'express';
import type { Org } from '../org.ts';

/** The console. */
export const lightningRoutes = async (_org: Org): Promise<Router> => Router();
