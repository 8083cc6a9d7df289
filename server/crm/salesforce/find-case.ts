import type { Requester } from '../../../protocol/requester.ts';
import { Problem } from '../../http/problem.ts';
import type { Case } from '../crm.ts';
import { answerInvalid } from '../refusals.ts';
import { type CaseRow, CaseRows, CustomerUserRows, MergedRows } from './answers.ts';
import { brandOf } from './brand-of.ts';
import { recordId } from './record-id.ts';
import { rowsOf, rowsOfAll } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

const mostMerges = 5;

export const findCase = async (org: SalesforceOrg, caseId: string): Promise<Case | null> => {
  const asked = recordId(caseId);
  const found = asked === null ? null : await findRow(org, asked);
  if (!found) return null;
  return {
    id: found.Id,
    number: found.CaseNumber,
    subject: found.Subject ?? '',
    closed: found.IsClosed,
    requester: await requesterOf(org, found),
    brandId: await brandOf(org, found.Id),
    mergedFrom: found.Id === asked ? null : asked,
  };
};

/** The case's row, or that of the one that it was merged into. */
export const findRow = async (org: SalesforceOrg, caseId: string): Promise<CaseRow | null> => {
  let id = recordId(caseId);
  for (let merges = 0; merges <= mostMerges && id?.startsWith(casePrefix); merges += 1) {
    const query = soql`SELECT Id, CaseNumber, Subject, IsClosed, ContactId, Contact.Name, Contact.Email, SuppliedName, SuppliedEmail FROM Case WHERE Id = ${id} LIMIT 1`;
    const [row] = await rowsOf(org, CaseRows, query);
    if (row && row.Id !== id) throw answerInvalid();
    if (row) return row;
    id = await mergedInto(org, id);
  }
  return null;
};

/** What every case's id begins with. */
const casePrefix = '500';

/** To confirm on a live org: a case that was merged is in the bin, and `MasterRecordId` says which one was kept. */
const mergedInto = async (org: SalesforceOrg, id: string): Promise<string | null> => {
  const query = soql`SELECT Id, MasterRecordId FROM Case WHERE Id = ${id} AND IsDeleted = true LIMIT 1`;
  const [row] = await rowsOfAll(org, MergedRows, query);
  return row?.MasterRecordId ?? null;
};

const requesterOf = async (org: SalesforceOrg, row: CaseRow): Promise<Requester | null> => {
  const { ContactId: id, Contact: contact, SuppliedName: name, SuppliedEmail: email } = row;
  if (id !== null && contact !== null) {
    return { id, name: contact.Name ?? '', email: contact.Email, ...(await languageOf(org, id)) };
  }
  // Nobody has made a contact of whoever wrote: the address is all that tells one from another.
  if (email === null) return null;
  return { id: `email:${email.toLowerCase()}`, name: name ?? email, email, locale: null, timeZone: null };
};

/** A contact has neither language nor time zone; a customer with a login of their own has both. */
const languageOf = async (
  org: SalesforceOrg,
  contactId: string,
): Promise<Pick<Requester, 'locale' | 'timeZone'>> => {
  const query = soql`SELECT LanguageLocaleKey, TimeZoneSidKey FROM User WHERE ContactId = ${contactId} AND IsActive = true LIMIT 1`;
  const [user] = await rowsOf(org, CustomerUserRows, query).catch(noneIfForbidden);
  return {
    locale: user?.LanguageLocaleKey.replaceAll('_', '-') ?? null,
    timeZone: user?.TimeZoneSidKey ?? null,
  };
};

/** To confirm on a live org: without customers' logins `User` has no `ContactId`, and the query is refused. */
const noneIfForbidden = (error: unknown): readonly [] => {
  if (error instanceof Problem && error.code === 'crm_forbidden') return [];
  throw error;
};
