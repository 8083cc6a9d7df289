import { msg } from '@lit/localize';
import { html, LitElement, nothing, type TemplateResult } from 'lit';
import { keyed } from 'lit/directives/keyed.js';
import type { SessionView } from '../../../protocol/http/sessions.ts';
import type { TellOutcome } from '../../../protocol/http/write-back.ts';
import { base } from '../../elements/base.styles.ts';
import { button } from '../../elements/button.styles.ts';
import { card } from '../../elements/card.styles.ts';
import type { HostBridge } from '../../host/host-bridge.ts';
import { problemText } from '../problem-text.ts';
import type { Refusal } from '../refusal.ts';
import { refusalOf } from '../refusal-of.ts';
import type { CaseSession } from './case-session.ts';
import { type CaseState, hasJoined, type Running } from './case-state.ts';
import { openLiveView } from './open-live-view.ts';
import { sessionCardStyles } from './session-card.styles.ts';
import { sessionText } from './session-text.ts';

/**
 * `<handrail-session-card>`: the session on the case that is open, from none to over.
 *
 * @prop state - Where it is.
 * @prop session - What the buttons do.
 * @prop host - The console: what it can do with the invitation and the live view.
 */
export class SessionCard extends LitElement {
  static override readonly properties = {
    state: { attribute: false },
    session: { attribute: false },
    host: { attribute: false },
    blockedAddress: { state: true },
  };
  declare state: CaseState;
  declare session: CaseSession;
  declare host: Pick<HostBridge, 'insertIntoReply' | 'draftEmail' | 'openLiveView'>;
  declare private blockedAddress: string | null;
  #acted = false;

  static override readonly styles = [base, button, card, sessionCardStyles];

  constructor() {
    super();
    this.blockedAddress = null;
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('state') as CaseState | undefined;
    if (!this.#acted || !before || before.name === this.state.name || this.state.name === 'starting') return;
    // The button that was pressed is gone: reading goes on at the heading.
    this.#acted = false;
    this.renderRoot.querySelector('h2')?.focus();
  }

  override render(): TemplateResult {
    const { state } = this;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${this.#title()}</h2>
      <div class="state" role="status" aria-label=${msg('Session status')}>${this.#status()}</div>
      ${state.name === 'running' ? this.#running(state) : this.#still(state)}
    </section>`;
  }

  #title(): string {
    const { state } = this;
    if (state.name === 'running') {
      return hasJoined(state.session) ? msg('Session') : msg('Invite the customer');
    }
    return state.name === 'over' ? msg('Session over') : msg('See what your customer sees');
  }

  #status(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state.name === 'starting') return html`<p class="muted">${msg('Starting the session…')}</p>`;
    if (state.name === 'looking')
      return html`<p class="muted">${msg('Looking for a session on this case…')}</p>`;
    if (state.name !== 'running' && state.name !== 'over') return nothing;
    return html`<span class="dot ${dotOf(state.session)}" aria-hidden="true"></span>
      <p class=${state.name === 'running' ? 'steady' : ''}>${sessionText(state.session)}</p>`;
  }

  #still(state: Exclude<CaseState, Running>): TemplateResult {
    if (state.name === 'looking' || state.name === 'starting') return html``;
    if (state.name === 'not-found') {
      return html`${this.#refused(state.refusal)}
        <button type="button" @click=${() => this.session.look()}>${msg('Try again')}</button>`;
    }
    return html`${
      state.name === 'none'
        ? html`<p class="muted">${msg('You get a link and a code for the customer. Nothing is shown before the customer allows it.')}</p>`
        : nothing
    }
      ${this.#refused(state.refusal)}
      <button class=${isAsking(state) ? '' : 'primary'} type="button" @click=${this.#act(() => this.session.start())}>
        ${msg('Start session')}
      </button>
      ${
        // Below the button: what comes and goes here must not move it from under a pointer.
        state.name === 'over' ? this.#summary(state.session) : nothing
      }`;
  }

  #summary({ id, writeBack }: SessionView): TemplateResult | typeof nothing {
    if (!writeBack) return nothing;
    // By session: what was begun for one is not for the next.
    return html`${keyed(
      id,
      html`<handrail-summary
        .view=${writeBack}
        .tell=${(told: TellOutcome) => this.session.tellOutcome(told)}
        .retry=${() => this.session.retryWriteBack()}
      ></handrail-summary>`,
    )}`;
  }

  #running(state: Running): TemplateResult {
    const { session, invitation, doing, refusal } = state;
    const joined = hasJoined(session);
    return html`${refusal?.code === 'offline' ? offlineNotice() : this.#refused(refusal)}
      ${
        invitation && !joined
          ? html`<handrail-invitation
              .invitation=${invitation}
              .caseNumber=${session.caseNumber}
              .host=${this.host}
              ?making=${doing === 'making-code'}
              @code-requested=${() => this.session.renewJoinCode()}
            ></handrail-invitation>`
          : nothing
      }
      ${invitation || cameByCode(session) ? this.#liveView() : this.#keyLost(joined)}
      ${joined ? this.#endButton(doing !== null) : this.#cancelButton(doing !== null)}`;
  }

  #liveView(): TemplateResult {
    return html`<button class="primary" type="button" @click=${this.#openLiveView}>${msg('Open live view')}</button>
      ${
        this.blockedAddress
          ? html`<handrail-notice role="alert" tone="warning">
              <p>${msg('Your browser blocked the live view.')}</p>
              <a
                href=${this.blockedAddress}
                target="_blank"
                rel="noopener"
                @click=${() => {
                  this.blockedAddress = null;
                }}
                >${msg('Open it here, within a minute')}</a
              >
            </handrail-notice>`
          : nothing
      }`;
  }

  #keyLost(joined: boolean): TemplateResult {
    return html`<handrail-notice tone="warning">
      <p>
        ${
          joined
            ? msg(
                'This panel was reloaded and can’t open the live view any more; one that is open goes on. To see the page here, end this session and start another one.',
              )
            : msg('This panel was reloaded and no longer has the link. Start again to get a new one.')
        }
      </p>
      <div class="actions">
        <button type="button" @click=${this.#act(() => this.session.startAgain())}>${joined ? msg('End and start again') : msg('Start again')}</button>
      </div>
    </handrail-notice>`;
  }

  #cancelButton(disabled: boolean): TemplateResult {
    return html`<button class="quiet" type="button" ?disabled=${disabled} @click=${this.#act(() => this.session.cancel())}>
      ${msg('Cancel link')}
    </button>`;
  }

  #endButton(disabled: boolean): TemplateResult {
    return html`<button class="danger" type="button" ?disabled=${disabled} @click=${this.#act(() => this.session.end())}>
      ${msg('End session')}
    </button>`;
  }

  #refused(refusal: Refusal | null): TemplateResult | typeof nothing {
    if (!refusal) return nothing;
    return html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>`;
  }

  #act(action: () => Promise<unknown>): () => void {
    return () => {
      this.#acted = true;
      void action();
    };
  }

  async #openLiveView(): Promise<void> {
    try {
      this.blockedAddress = await openLiveView(() => this.session.liveAddress(), this.host.openLiveView);
    } catch (error) {
      this.session.refuse(refusalOf(error));
    }
  }
}

/** Everything else in the card is from before. */
const offlineNotice = (): TemplateResult => html`<handrail-notice role="alert" tone="warning">
  ${msg('Handrail can’t be reached, so this may be out of date. Check your network: the panel goes on by itself.')}
</handrail-notice>`;

/** Who came by a code compares words in the live view: no join key is needed for that. */
const cameByCode = ({ state }: SessionView): boolean =>
  (state.name === 'joined' || state.name === 'active') && state.by === 'code';

/** One main button at a time: first how the last one went. */
const isAsking = (state: CaseState): boolean =>
  state.name === 'over' && state.session.writeBack !== null && state.session.writeBack.outcomeUntil !== null;

const dotOf = ({ state }: SessionView): string => {
  if (state.name === 'ended') return 'over';
  return state.name === 'active' ? 'on' : 'waiting';
};
