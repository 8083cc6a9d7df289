import type { KeptContent } from '../serving/kept-content.ts';
import type { CaseComment, CaseRecord, Document } from './case-record.ts';
import { firstCases } from './first-cases.ts';
import { createPeople, nameOf, type Person } from './person.ts';
import { toEighteen } from './record-id.ts';

export type SessionRow = Readonly<Record<string, string | number | null>>;

/** The records of one org. */
export class CrmData {
  readonly people: readonly Person[] = createPeople();
  readonly cases: readonly CaseRecord[];
  readonly #now: () => number;
  /** Handrail's own object, by external id; its package can be taken out. */
  readonly sessions = new Map<string, { readonly id: string; readonly row: SessionRow }>();
  hasSessionObject = true;
  readonly documents: Document[] = [];
  /** No room for files is left. */
  isFull = false;
  /** Public groups that are members of others, by name: the inner one first. */
  groupsInGroups: readonly (readonly [inner: string, outer: string])[] = [];
  #lastComment = 0;
  #lastDocument = 0;

  constructor(now: () => number) {
    this.#now = now;
    this.cases = firstCases(now());
  }

  person(login: string): Person | undefined {
    return this.people.find((one) => one.login === login);
  }

  personById(id: string): Person | undefined {
    return this.people.find((one) => one.id === id);
  }

  /** The cases that are shared with this person. */
  casesFor(person: Person): readonly CaseRecord[] {
    return this.#shared(person).filter((one) => one.mergedInto === null && !one.isDeleted);
  }

  /** Those of them that are in the bin. */
  binnedCasesFor(person: Person): readonly CaseRecord[] {
    return this.#shared(person).filter((one) => one.mergedInto !== null || one.isDeleted);
  }

  #shared(person: Person): readonly CaseRecord[] {
    return this.cases.filter((one) => person.admin || !one.restricted);
  }

  addDocument(
    about: Pick<Document, 'title' | 'description' | 'ownerId' | keyof KeptContent>,
    caseId: string | null,
  ): Document {
    this.#lastDocument += 1;
    const number = String(this.#lastDocument).padStart(12, '0');
    const link = { id: toEighteen(`06A${number}`), visibility: 'AllUsers' } as const;
    const added: Document = {
      ...about,
      id: toEighteen(`069${number}`),
      versionId: toEighteen(`068${number}`),
      links: caseId === null ? [] : [{ ...link, caseId }],
    };
    this.documents.push(added);
    return added;
  }

  deleteDocument(id: string): void {
    const at = this.documents.findIndex((one) => one.id === id);
    if (at >= 0) this.documents.splice(at, 1);
  }

  /** Tells whether there was none with this external id. */
  upsertSession(externalId: string, row: SessionRow): { readonly id: string; readonly created: boolean } {
    const old = this.sessions.get(externalId);
    const id = old?.id ?? toEighteen(`a00${String(this.sessions.size + 1).padStart(12, '0')}`);
    this.sessions.set(externalId, { id, row: { ...old?.row, ...row } });
    return { id, created: old === undefined };
  }

  addComment(
    record: CaseRecord,
    comment: Pick<CaseComment, 'body' | 'isPublished' | 'createdById'>,
  ): CaseComment {
    this.#lastComment += 1;
    const id = toEighteen(`00a${String(this.#lastComment).padStart(12, '0')}`);
    const added = { ...comment, id, parentId: record.id, createdAt: this.#now() };
    record.comments.push(added);
    record.updatedAt = added.createdAt;
    return added;
  }

  /** What was on the one is on the other, and the one is in the bin: https://help.salesforce.com/s/articleView?id=sf.cases_merge.htm */
  merge(fromId: string, intoId: string): void {
    const [from, into] = [fromId, intoId].map((id) => this.cases.find((one) => one.id === id));
    if (!from || !into) return;
    into.comments.push(...from.comments.splice(0).map((one) => ({ ...one, parentId: into.id })));
    from.mergedInto = into.id;
  }

  addEmail(record: CaseRecord, author: Person, text: string): void {
    record.emails.push({ incoming: false, authorName: nameOf(author), text, createdAt: this.#now() });
    record.updatedAt = this.#now();
  }
}
