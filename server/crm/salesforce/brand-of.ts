import { Problem } from '../../http/problem.ts';
import { BrandRows } from './answers.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/**
 * The brand of a case, in the field that the tenant has named. By a query of its own: a field that is gone, or hidden from this agent,
 * must not hide the case.
 */
export const brandOf = async (org: SalesforceOrg, caseId: string): Promise<string | null> => {
  const { brandField } = org.settings;
  if (!brandField) return null;
  // A name is no value, and can't be quoted: the settings take nothing but letters, digits and underscores.
  const query = `SELECT ${brandField}${soql` FROM Case WHERE Id = ${caseId} LIMIT 1`}`;
  const [row = {}] = await rowsOf(org, BrandRows, query).catch(noneIfForbidden);
  const [, value] =
    Object.entries(row).find(([name]) => name.toLowerCase() === brandField.toLowerCase()) ?? [];
  return typeof value === 'string' && value !== '' ? value : null;
};

const noneIfForbidden = (error: unknown): readonly [] => {
  if (error instanceof Problem && error.code === 'crm_forbidden') return [];
  throw error;
};
