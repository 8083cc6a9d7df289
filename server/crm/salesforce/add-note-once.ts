import type { Note } from '../crm.ts';
import { readAnswer } from '../read-answer.ts';
import { caseNotFound, fileTooLarge } from '../refusals.ts';
import { CommentRows, Created } from './answers.ts';
import { findRow } from './find-case.ts';
import { longestSalesforceFile, putFileOnce } from './put-file-once.ts';
import { rowsOf } from './rows-of.ts';
import type { SalesforceOrg } from './salesforce-org.ts';
import { soql } from './soql.ts';

/** https://developer.salesforce.com/docs/atlas.en-us.object_reference.meta/object_reference/sforce_api_objects_casecomment.htm */
const longestComment = 4000;

/** The files come first: once the note is there, so are they. */
export const addNoteOnce = async (
  open: () => SalesforceOrg,
  caseId: string,
  { files = [], ...note }: Note,
): Promise<'added' | 'already_there'> => {
  if (files.some(({ bytes }) => bytes > longestSalesforceFile)) throw fileTooLarge();
  for (const file of files) await putFileOnce(open, caseId, file);
  return addComment(open(), caseId, note);
};

const addComment = async (
  org: SalesforceOrg,
  caseId: string,
  note: Note,
): Promise<'added' | 'already_there'> => {
  const found = await findRow(org, caseId);
  if (!found) throw caseNotFound();
  // SOQL can't filter by the text. Only unpublished ones: what a customer writes must not stand in for our note.
  const query = soql`SELECT CommentBody FROM CaseComment WHERE ParentId = ${found.Id} AND IsPublished = false ORDER BY CreatedDate DESC LIMIT 200`;
  const comments = await rowsOf(org, CommentRows, query);
  if (comments.some(({ CommentBody }) => CommentBody?.includes(note.marker))) return 'already_there';
  const comment = { ParentId: found.Id, CommentBody: fitted(note), IsPublished: false };
  readAnswer(Created, await org.connection.create('CaseComment', comment));
  return 'added';
};

// The limit is of bytes, and the marker must be in what is kept.
const fitted = ({ text, marker }: Note): string => {
  if (Buffer.byteLength(text) <= longestComment) return text;
  const end = `…\n${marker}`;
  return cutTo(text, longestComment - Buffer.byteLength(end)) + end;
};

/** The longest beginning of at most so many bytes. */
const cutTo = (text: string, bytes: number): string =>
  new TextDecoder().decode(new TextEncoder().encode(text).subarray(0, bytes), { stream: true });
