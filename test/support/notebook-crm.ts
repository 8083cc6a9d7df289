import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import type { Requester } from '../../protocol/requester.ts';
import type { Case, Crm, FileSource, Note, SessionRecord, StoredFile } from '../../server/crm/crm.ts';
import { Problem } from '../../server/http/problem.ts';

/** A CRM that is a list of notes, records and files, and that can be down. */
export interface NotebookCrm extends Crm {
  readonly notes: { readonly caseId: string; readonly note: Note }[];
  /** By external id. */
  readonly records: Map<string, { readonly caseId: string; readonly record: SessionRecord }>;
  /** By external id. */
  readonly files: Map<
    string,
    { readonly caseId: string; readonly file: FileSource; readonly content: Buffer }
  >;
  /** How many of the next calls are answered as a CRM that is down would. */
  down: number;
  /** Called once a note stands, before the answer goes out. */
  afterNote: () => Promise<void>;
  refusal: Problem | null;
  /** Whom every case is about. */
  requester: Requester | null;
  /** Under which brand every case is. */
  brandId: string | null;
}

export const createNotebookCrm = (caseIds: readonly string[]): NotebookCrm => {
  const crm: NotebookCrm = {
    kind: 'zendesk',
    notes: [],
    records: new Map(),
    files: new Map(),
    down: 0,
    afterNote: async () => undefined,
    refusal: null,
    requester: null,
    brandId: null,
    currentUser: async () => {
      throw new Error('not asked here');
    },
    grantsOf: async () => {
      throw new Error('not asked here');
    },
    findCase: async (id) => {
      answer(crm);
      return caseIds.includes(id) ? caseOf(id, crm) : null;
    },
    addNoteOnce: async (caseId, note) => {
      answer(crm);
      if (crm.notes.some((other) => other.note.text.includes(note.marker))) return 'already_there';
      crm.notes.push({ caseId, note });
      await crm.afterNote();
      return 'added';
    },
    putSessionRecord: async (caseId, record) => {
      answer(crm);
      crm.records.set(record.externalId, { caseId, record });
      return 'written';
    },
    putFileOnce: async (caseId, file): Promise<StoredFile> => {
      answer(crm);
      if (!crm.files.has(file.externalId)) {
        crm.files.set(file.externalId, { caseId, file, content: await buffer(await file.open()) });
      }
      return { id: file.externalId, url: `http://crm.test/files/${file.externalId}` };
    },
    readFile: async (fileId, range) => {
      answer(crm);
      const file = crm.files.get(fileId);
      if (!file) throw new Problem('artifact_missing', 'It is not there.');
      // A copy, as over a line: whoever reads may write there.
      const content = Buffer.from(file.content.subarray(range?.start, range?.end));
      return Readable.from([content], { objectMode: false });
    },
    removeFile: async (_caseId, fileId) => {
      answer(crm);
      crm.files.delete(fileId);
    },
  };
  return crm;
};

const caseOf = (id: string, { requester, brandId }: NotebookCrm): Case => ({
  id,
  number: id,
  subject: 'Help',
  closed: false,
  requester,
  brandId,
  mergedFrom: null,
});

const answer = (crm: NotebookCrm): void => {
  if (crm.refusal) throw crm.refusal;
  if (crm.down === 0) return;
  crm.down -= 1;
  throw new Problem('crm_unavailable', 'The CRM is down.', { retryAfter: 1 });
};
