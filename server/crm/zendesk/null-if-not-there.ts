import { Problem } from '../../http/problem.ts';

/** Null for what is not there or this agent may not see: Zendesk says 404 or 403, for tickets either. */
export const nullIfNotThere = async <T>(asked: Promise<T>): Promise<T | null> => {
  try {
    return await asked;
  } catch (error) {
    if (error instanceof Problem && (error.code === 'case_not_found' || error.code === 'crm_forbidden'))
      return null;
    throw error;
  }
};
