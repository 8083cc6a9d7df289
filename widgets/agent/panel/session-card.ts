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
import { isAsking } from '../summary/is-asking.ts';
import { actionButton } from './action-button.ts';
import type { CaseSession } from './case-session.ts';
import { type CaseState, canOpen, hasJoined, type Running } from './case-state.ts';
import { openLiveView } from './open-live-view.ts';
import { type FirstAction, firstAction, type SecondAction, secondAction } from './session-actions.ts';
import { sessionCardStyles } from './session-card.styles.ts';
import { blockedNotice, keyLostNotice, offlineNotice } from './session-notices.ts';
import { sessionText } from './session-text.ts';
import { Settling } from './settling.ts';

/**
 * `<handrail-session-card>`: the session on the case that is open, from none to over. What can be done about it stands first, each thing
 * always in the same place: all that comes and goes does so below.
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
  #focused: Element | null = null;
  readonly #first = new Settling<FirstAction>(this);
  readonly #second = new Settling<SecondAction>(this);

  static override readonly styles = [base, button, card, sessionCardStyles];

  constructor() {
    super();
    this.blockedAddress = null;
  }

  override willUpdate(changed: Map<PropertyKey, unknown>): void {
    this.#focused = this.shadowRoot?.activeElement ?? null;
    if (!changed.has('state')) return;
    this.#first.show(firstAction(this.state));
    this.#second.show(secondAction(this.state));
  }

  override updated(changed: Map<PropertyKey, unknown>): void {
    const before = changed.get('state') as CaseState | undefined;
    const isDone = this.#acted && before?.name !== this.state.name && this.state.name !== 'starting';
    if (!before || !(isDone || this.#focused?.isConnected === false)) return;
    // The button that was pressed, or had the focus, is gone: reading goes on at the heading.
    this.#acted = false;
    this.renderRoot.querySelector('h2')?.focus();
  }

  override render(): TemplateResult {
    const { state } = this;
    return html`<section class="card" aria-labelledby="title">
      <h2 id="title" tabindex="-1">${this.#title()}</h2>
      ${state.name === 'looking' ? nothing : html`<div class="places">${this.#firstButton()}${this.#secondButton()}</div>`}
      <div class="state" role="status" aria-label=${msg('Session status')}>${this.#status()}</div>
      ${state.name === 'running' ? this.#running(state) : this.#still(state)}
    </section>`;
  }

  #title(): string {
    const { state } = this;
    // Each is short enough for one line at 300 px: a second one would move what stands below.
    switch (state.name) {
      case 'running':
        return hasJoined(state.session) ? msg('Session') : msg('Invite the customer');
      case 'over':
        return msg('Session over');
      case 'none':
      case 'starting':
        return msg('New session');
      case 'looking':
      case 'not-found':
        return msg('Session');
    }
  }

  #status(): TemplateResult | typeof nothing {
    const { state } = this;
    if (state.name === 'starting') return html`<p class="muted">${msg('Starting the session…')}</p>`;
    if (state.name === 'looking')
      return html`<p class="muted">${msg('Looking for a session on this case…')}</p>`;
    if (state.name !== 'running' && state.name !== 'over') return nothing;
    return html`<span class="dot ${dotOf(state.session)}" aria-hidden="true"></span>
      <p class=${hasInvitation(state) ? 'steady' : ''}>${sessionText(state.session)}</p>`;
  }

  #firstButton(): TemplateResult | typeof nothing {
    const { state } = this;
    switch (firstAction(state)) {
      case 'start':
        return actionButton({
          look: isAskingAfter(state) ? '' : 'primary',
          label: msg('Start session'),
          isReady: this.#first.isSettled && state.name !== 'starting',
          press: () => this.#act(() => this.session.start()),
        });
      case 'look':
        return actionButton({
          look: 'primary',
          label: msg('Try again'),
          isReady: this.#first.isSettled,
          press: () => void this.session.look(),
        });
      case 'open':
        return actionButton({
          look: 'primary',
          label: msg('Open live view'),
          isReady: this.#first.isSettled && canOpen(state),
          whyNot: canOpen(state) ? null : 'why',
          press: () => void this.#openLiveView(),
        });
      case null:
        return nothing;
    }
  }

  #secondButton(): TemplateResult | typeof nothing {
    const isReady = this.#second.isSettled && this.state.name === 'running' && this.state.doing === null;
    switch (secondAction(this.state)) {
      case 'cancel':
        return actionButton({
          look: 'quiet',
          label: msg('Cancel link'),
          isReady,
          press: () => this.#act(() => this.session.cancel()),
        });
      case 'end':
        return actionButton({
          look: 'danger',
          label: msg('End session'),
          isReady,
          press: () => this.#act(() => this.session.end()),
        });
      case 'ended':
        return html`<p class="ended small muted">${msg('Nothing is shown any more.')}</p>`;
      case null:
        return nothing;
    }
  }

  #still(state: Exclude<CaseState, Running>): TemplateResult | typeof nothing {
    switch (state.name) {
      case 'looking':
      case 'starting':
        return nothing;
      case 'not-found':
        return html`${this.#refused(state.refusal)}`;
      case 'none':
        return html`${this.#refused(state.refusal)}
          <p class="muted">${msg('You get a link and a code for the customer. Nothing is shown before the customer allows it.')}</p>`;
      case 'over':
        return html`${this.#refused(state.refusal)}${this.#summary(state.session)}`;
    }
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
        this.blockedAddress
          ? blockedNotice(this.blockedAddress, () => {
              this.blockedAddress = null;
            })
          : nothing
      }
      ${canOpen(state) ? nothing : keyLostNotice(joined, () => this.#act(() => this.session.startAgain()))}
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
      }`;
  }

  #refused(refusal: Refusal | null): TemplateResult | typeof nothing {
    if (!refusal) return nothing;
    return html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>`;
  }

  #act(action: () => Promise<unknown>): void {
    this.#acted = true;
    void action();
  }

  async #openLiveView(): Promise<void> {
    try {
      this.blockedAddress = await openLiveView(() => this.session.liveAddress(), this.host.openLiveView);
    } catch (error) {
      this.session.refuse(refusalOf(error));
    }
  }
}

/** Whether the invitation's buttons stand below the status. */
const hasInvitation = (state: CaseState): boolean =>
  state.name === 'running' && state.invitation !== null && !hasJoined(state.session);

/** One main button at a time: first how the last one went. */
const isAskingAfter = (state: CaseState): boolean =>
  state.name === 'over' && state.session.writeBack !== null && isAsking(state.session.writeBack);

const dotOf = ({ state }: SessionView): string => {
  if (state.name === 'ended') return 'over';
  return state.name === 'active' ? 'on' : 'waiting';
};
