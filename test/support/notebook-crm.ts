import type { Crm, Note } from '../../server/crm/crm.ts';
import { Problem } from '../../server/http/problem.ts';

/** A CRM that is a list of notes, and that can be down. */
export interface NotebookCrm extends Crm {
  readonly notes: { readonly caseId: string; readonly note: Note }[];
  /** How many of the next calls are answered as a CRM that is down would. */
  down: number;
  /** Called once a note stands, before the answer goes out. */
  afterNote: () => Promise<void>;
  refusal: Problem | null;
}

export const createNotebookCrm = (caseIds: readonly string[]): NotebookCrm => {
  const crm: NotebookCrm = {
    kind: 'zendesk',
    notes: [],
    down: 0,
    afterNote: async () => undefined,
    refusal: null,
    currentUser: async () => {
      throw new Error('not asked here');
    },
    findCase: async (id) => {
      answer(crm);
      return caseIds.includes(id) ? { id, number: id, subject: 'Help', closed: false } : null;
    },
    addNoteOnce: async (caseId, note) => {
      answer(crm);
      if (crm.notes.some((other) => other.note.text.includes(note.marker))) return 'already_there';
      crm.notes.push({ caseId, note });
      await crm.afterNote();
      return 'added';
    },
  };
  return crm;
};

const answer = (crm: NotebookCrm): void => {
  if (crm.refusal) throw crm.refusal;
  if (crm.down === 0) return;
  crm.down -= 1;
  throw new Problem('crm_unavailable', 'The CRM is down.', { retryAfter: 1 });
};
