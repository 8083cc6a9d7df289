import * as v from 'valibot';
import { caseElement, caseFacts } from '../../console/case-element.ts';
import { ConsoleFacts } from './console-facts.ts';

/** What an app may ask about now. Of a ticket that is being written, what its form says. */
export const factsOfPage = (): ConsoleFacts => {
  const facts = v.parse(ConsoleFacts, caseFacts());
  const chosen =
    caseElement().querySelector<HTMLSelectElement>('select[name="requester"]')?.selectedOptions[0];
  if (!facts.ticket || !chosen?.value) return facts;
  const requester = { id: Number(chosen.value), name: chosen.text, email: '' };
  return { ...facts, ticket: { ...facts.ticket, requester } };
};

/** The sort of page that is open: the place of the app that belongs beside it. */
export const locationOfPage = (): string => caseElement().dataset.location ?? '';
