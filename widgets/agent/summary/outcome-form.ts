import { msg } from '@lit/localize';
import { css, html, LitElement, nothing, type TemplateResult } from 'lit';
import * as v from 'valibot';
import { Outcome, type TellOutcome } from '../../../protocol/http/write-back.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { field } from '../../elements/field.styles.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import { outcomeText } from './outcome-text.ts';

const draftAfterMs = 600;

/**
 * `<handrail-outcome-form>`: how it went, and one sentence, for the summary of a session that is over. What is chosen or typed is
 * kept at once, so that it goes even if nobody presses *Save*.
 *
 * @prop until - Epoch ms: until when it can be said.
 * @prop tell - Says it to the server; rejects with an `ApiProblem`.
 * @fires elapsed - The time for it is over.
 */
export class OutcomeForm extends LitElement {
  static override readonly properties = {
    until: { type: Number },
    tell: { attribute: false },
    saving: { state: true },
    refusal: { state: true },
  };
  declare until: number;
  declare tell: (told: TellOutcome) => Promise<void>;
  declare private saving: boolean;
  declare private refusal: Refusal | null;
  #outcome: Outcome | null = null;
  #comment = '';
  #begun = false;
  #draft: ReturnType<typeof setTimeout> | undefined;

  static override readonly styles = [
    base,
    button,
    field,
    css`
      form,
      fieldset {
        display: grid;
        gap: var(--hr-space-3);
      }

      fieldset {
        min-inline-size: 0;
        margin: 0;
        padding: 0;
        border: 0;
      }

      legend {
        margin-block-end: var(--hr-space-2);
        padding: 0;
        font-weight: 600;
      }

      .choices {
        display: flex;
        flex-wrap: wrap;
        gap: var(--hr-space-1) var(--hr-space-4);
      }

      .choices label {
        display: inline-flex;
        align-items: center;
        gap: var(--hr-space-2);
        min-block-size: 2.25rem;
        font-weight: 400;
      }

      .choices input {
        inline-size: 1.25rem;
        min-block-size: 1.25rem;
        margin: 0;
        accent-color: var(--hr-accent);
      }
    `,
  ];

  constructor() {
    super();
    this.until = 0;
    this.saving = false;
    this.refusal = null;
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearTimeout(this.#draft);
  }

  override render(): TemplateResult {
    return html`<form @submit=${this.#save} @input=${this.#changed} @focusin=${this.#begin}>
      <fieldset ?disabled=${this.saving}>
        <legend>${msg('How did it go?')}</legend>
        <div class="choices">${Outcome.options.map((outcome) => this.#choice(outcome))}</div>
        <div class="field">
          <label for="comment">${msg('In one sentence (optional)')}</label>
          <input id="comment" name="comment" type="text" maxlength="500" autocomplete="off" />
        </div>
        <p class="small muted">
          ${msg('The note on the case does not wait long: what you say later is added to it. Time left:')}
          <handrail-countdown .until=${this.until} @elapsed=${this.#elapsed}></handrail-countdown>
        </p>
        <div class="actions stretch">
          <button class="primary" type="submit">${msg('Save')}</button>
          <button class="quiet" type="button" @click=${this.#skip}>${msg('Skip')}</button>
        </div>
      </fieldset>
      ${
        this.refusal
          ? html`<handrail-notice role="alert" tone="warning">${problemText(this.refusal)}</handrail-notice>`
          : nothing
      }
    </form>`;
  }

  #choice(outcome: Outcome): TemplateResult {
    return html`<label>
      <input type="radio" name="outcome" value=${outcome} />
      ${outcomeText(outcome)}
    </label>`;
  }

  /** Whoever comes to the first field is waited for, whatever they need to fill it in. */
  #begin({ target }: Event): void {
    if (this.#begun || !(target instanceof HTMLInputElement)) return;
    this.#begun = true;
    void this.#say(false);
  }

  #changed({ target }: Event): void {
    if (!(target instanceof HTMLInputElement)) return;
    if (target.name === 'comment') this.#comment = target.value;
    else this.#outcome = v.is(Outcome, target.value) ? target.value : null;
    clearTimeout(this.#draft);
    this.#draft = setTimeout(() => void this.#say(false), draftAfterMs);
  }

  #save(event: SubmitEvent): void {
    event.preventDefault();
    void this.#finish();
  }

  #skip(): void {
    this.#outcome = null;
    this.#comment = '';
    void this.#finish();
  }

  #elapsed(): void {
    this.dispatchEvent(new Event('elapsed'));
  }

  async #finish(): Promise<void> {
    clearTimeout(this.#draft);
    this.saving = true;
    await this.#say(true);
    this.saving = false;
  }

  async #say(finished: boolean): Promise<void> {
    try {
      await this.tell({
        outcome: this.#outcome,
        comment: this.#comment.replaceAll(/\p{Cc}/gu, ' '),
        finished,
      });
      this.refusal = null;
    } catch (error) {
      this.refusal = refusalOf(error);
    }
  }
}
