import { escapedParagraphs } from '../serving/paragraphs.ts';
import { firstTickets } from './first-tickets.ts';
import { createPeople, type Person, supportGroup } from './person.ts';
import type { Comment, Ticket } from './ticket.ts';

interface NewTicket {
  readonly requesterId: number;
  readonly authorId: number;
  readonly subject: string;
  readonly text: string;
}

/** The people and tickets of one account. Ids and times only go up. */
export class HelpDesk {
  readonly people: readonly Person[] = createPeople();
  readonly #tickets: Ticket[];
  readonly #now: () => number;
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

  addComment(ticket: Ticket, comment: Pick<Comment, 'authorId' | 'plainBody' | 'public'>): Comment {
    // A second later than the last change at least: stamps have seconds, and must differ.
    const createdAt = Math.max(this.#now(), ticket.updatedAt + 1_000);
    const added = {
      ...comment,
      id: ++this.#lastId,
      htmlBody: escapedParagraphs(comment.plainBody),
      createdAt,
    };
    ticket.comments.push(added);
    ticket.updatedAt = createdAt;
    return added;
  }
}

/** Agents see all but restricted tickets; customers use another site. */
export const maySee = (person: Person, ticket: Ticket): boolean =>
  person.role === 'admin' || (person.role === 'agent' && !ticket.restricted);
