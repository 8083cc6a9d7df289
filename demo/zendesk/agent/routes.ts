import { Router } from 'express';
import type { Account } from '../account.ts';

/** The workspace. */
export const agentRoutes = async (_account: Account): Promise<Router> => Router();
