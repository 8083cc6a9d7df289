import { escapedParagraphs } from '../serving/paragraphs.ts';
import { brandIds, firstTickets } from './first-tickets.ts';
import { createPeople, type Person, supportGroup } from './person.ts';
import type { Comment, Ticket } from './ticket.ts';

/** As manifests/zendesk/requirements.json has it. */
export const sessionField = { id: 360003000001, title: 'Handrail session' } as const;

interface NewTicket {
  readonly requesterId: number;
  readonly authorId: number;
  readonly subject: string;
  readonly text: string;
}

/** The people and tickets of one account. Ids and times only go up. */
export class HelpDesk {
  readonly people: readonly Person[] = createPeople();
  /** What the account's apps and admins added to tickets; Handrail's app brings the one. */
  ticketFields: readonly { readonly id: number; readonly title: string }[] = [sessionField];
  /** A custom object that an admin may add, and its records by external id. */
  hasSessionObject = false;
  readonly objectRecords = new Map<string, Readonly<Record<string, string | number | null>>>();
  /** How often each ticket was updated through the API, by its id. */
  readonly updates = new Map<number, number>();
  readonly #tickets: Ticket[];
  readonly #now: () => number;
  /** Professional: agents may delete tickets; Enterprise: their role has the right to redact. */
  agentsMayRedact = true;
  #lastId = 8_000_000;

  constructor(now: () => number) {
    this.#now = now;
    this.#tickets = [...firstTickets(now())];
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

  /** An agent writes a ticket for a customer. */
  addTicket({ requesterId, authorId, subject, text }: NewTicket): Ticket {
    const at = this.#now();
    const ticket: Ticket = {
      id: Math.max(...this.#tickets.map(({ id }) => id)) + 1,
      subject,
      status: 'new',
      priority: 'normal',
      tags: [],
      channel: 'email',
      brandId: brandIds.acme,
      fields: {},
      requesterId,
      assigneeId: authorId,
      groupId: supportGroup.id,
      restricted: false,
      createdAt: at,
      updatedAt: at,
      comments: [],
    };
    this.#tickets.unshift(ticket);
    this.addComment(ticket, { authorId, plainBody: text, public: true });
    return ticket;
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
      id: this.nextId(),
      htmlBody: escapedParagraphs(comment.plainBody),
      createdAt,
    };
    ticket.comments.push(added);
    ticket.updatedAt = createdAt;
    return added;
  }

  nextId(): number {
    this.#lastId += 1;
    return this.#lastId;
  }

  delete(id: number): void {
    const at = this.#tickets.findIndex((one) => one.id === id);
    if (at >= 0) this.#tickets.splice(at, 1);
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
