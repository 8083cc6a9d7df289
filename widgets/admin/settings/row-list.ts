import { html, nothing, type TemplateResult } from 'lit';
import { repeat } from 'lit/directives/repeat.js';
import type { Row, Rows } from './rows.ts';

interface RowList<T> {
  readonly rows: Rows<T>;
  readonly source: readonly T[];
  readonly legend: string;
  readonly hint: string;
  /** Names one row: “Website 2”. */
  readonly nameOf: (place: number) => string;
  readonly add: string;
  readonly remove: string;
  /** So many rows stay. */
  readonly atLeast?: number;
  readonly fields: (row: Row<T>) => TemplateResult;
}

/** Rows of fields with a button to add one and, in each, one to take it away. */
export const rowList = <T>(list: RowList<T>): TemplateResult => {
  const { rows, source, legend, hint, nameOf, add, remove, atLeast = 0, fields } = list;
  const all = rows.of(source);
  return html`<fieldset class="rows">
    <legend class="small">${legend}</legend>
    <span class="hint">${hint}</span>
    ${repeat(
      all,
      ({ key }) => key,
      (row, index) => html`<div class="row" role="group" aria-label=${nameOf(index + 1)}>
        ${fields(row)}
        ${
          all.length > atLeast
            ? html`<div class="actions">
                <button type="button" @click=${(event: MouseEvent) => takeAway(event, rows, row)}>${remove}</button>
              </div>`
            : nothing
        }
      </div>`,
    )}
    <div class="actions">
      <button type="button" class="add" @click=${(event: MouseEvent) => addTo(event, rows)}>${add}</button>
    </div>
  </fieldset>`;
};

const fieldsetOf = ({ currentTarget }: MouseEvent): Element | null =>
  currentTarget instanceof Element ? currentTarget.closest('fieldset') : null;

/** The keyboard goes on in the new row. */
const addTo = <T>(event: MouseEvent, rows: Rows<T>): void => {
  const list = fieldsetOf(event);
  rows.add();
  requestAnimationFrame(() => {
    const first = list?.querySelector('.row:nth-last-of-type(2) input');
    if (first instanceof HTMLElement) first.focus();
  });
};

/** The button that was pressed is gone: the keyboard goes on at the one that adds. */
const takeAway = <T>(event: MouseEvent, rows: Rows<T>, { key }: Row<T>): void => {
  const add = fieldsetOf(event)?.querySelector('button.add');
  rows.remove(key);
  if (add instanceof HTMLElement) add.focus();
};
