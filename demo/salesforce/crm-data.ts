import type { CaseComment, CaseRecord } from './case-record.ts';
import { firstCases } from './first-cases.ts';
import { createPeople, nameOf, type Person } from './person.ts';
import { toEighteen } from './record-id.ts';

/** The records of one org. */
export class CrmData {
  readonly people: readonly Person[] = createPeople();
  readonly cases: readonly CaseRecord[];
  readonly #now: () => number;
  #lastComment = 0;

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
    return this.cases.filter((one) => person.admin || !one.restricted);
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

  addEmail(record: CaseRecord, author: Person, text: string): void {
    record.emails.push({ incoming: false, authorName: nameOf(author), text, createdAt: this.#now() });
    record.updatedAt = this.#now();
  }
}
