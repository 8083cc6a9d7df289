import { escapedParagraphs } from '../serving/paragraphs.ts';
import { firstTickets } from './first-tickets.ts';
import { createPeople, type Person } from './person.ts';
import type { Comment, Ticket } from './ticket.ts';

/** As manifests/zendesk/requirements.json has it. */
export const sessionField = { id: 360003000001, title: 'Handrail session' } as const;

/** The people and tickets of one account. Ids and times only go up. */
export class HelpDesk {
  readonly people: readonly Person[] = createPeople();
  /** What the account's apps and admins added to tickets; Handrail's app brings the one. */
  ticketFields: readonly { readonly id: number; readonly title: string }[] = [sessionField];
  /** A custom object that an admin may add, and its records by external id. */
  hasSessionObject = false;
  readonly objectRecords = new Map<string, Readonly<Record<string, string | number | null>>>();
  readonly #tickets: readonly Ticket[];
  readonly #now: () => number;
  #lastId = 8_000_000;

  constructor(now: () => number) {
    this.#now = now;
    this.#tickets = firstTickets(now());
  }

  person(login: string): Person | undefined {
    return this.people.find((one) => one.login === login);
  }

  personById(id: number): Person | undefined {
    return this.people.find((one) => one.id === id);
  }

  ticket(id: number): Ticket | undefined {
    return this.#tickets.find((one) => one.id === id);
  }

  /** What this person may open, as the rail lists it. */
  ticketsFor(person: Person): readonly Ticket[] {
    return this.#tickets.filter((one) => maySee(person, one));
  }

  get tickets(): readonly Ticket[] {
    return this.#tickets;
  }

  addComment(
    ticket: Ticket,
    comment: Pick<Comment, 'authorId' | 'plainBody' | 'public'> & Partial<Pick<Comment, 'attachments'>>,
  ): Comment {
    // A second later than the last change at least: stamps have seconds, and must differ.
    const createdAt = Math.max(this.#now(), ticket.updatedAt + 1_000);
    const added = {
      attachments: [],
      ...comment,
      id: ++this.#lastId,
      htmlBody: escapedParagraphs(comment.plainBody),
      createdAt,
    };
    ticket.comments.push(added);
    ticket.updatedAt = createdAt;
    return added;
  }

  /** Something about it changed. */
  touch(ticket: Ticket): void {
    ticket.updatedAt = Math.max(this.#now(), ticket.updatedAt + 1_000);
  }

  /** Closes a ticket in favor of another, as Zendesk words it when the agent changes nothing. */
  merge(
    source: Ticket,
    target: Ticket,
    { authorId, text }: { authorId: number; text?: string | undefined },
  ): void {
    const said = text ?? `This request was closed and merged into request #${target.id} "${target.subject}".`;
    this.addComment(source, { authorId, plainBody: said, public: false });
    const lead = `Request #${source.id} "${source.subject}" was closed and merged into this request.`;
    this.addComment(target, { authorId, plainBody: lead, public: false });
    source.tags = [...source.tags, 'closed_by_merge'];
    source.status = 'closed';
  }
}

/** Agents see all but restricted tickets; customers use another site. */
export const maySee = (person: Person, ticket: Ticket): boolean =>
  person.role === 'admin' || (person.role === 'agent' && !ticket.restricted);
