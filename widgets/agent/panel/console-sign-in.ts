import { msg, str } from '@lit/localize';
import { html, nothing, type TemplateResult } from 'lit';
import type { AssertionRefusal } from '../../../protocol/host.ts';
import { problemText } from '../problem-text.ts';
import type { SignInState } from './sign-in-state.ts';

interface Unknown {
  /** What people call the console. */
  readonly consoleName: string;
  readonly state: SignInState;
}

/** While nobody is known in a console that signs: there is no other way in than its word. */
export const consoleSignIn = ({ consoleName, state }: Unknown): TemplateResult =>
  html`<section class="card" aria-labelledby="title">
    <h2 id="title">${msg('See what your customer sees')}</h2>
    ${
      state.name === 'signed-out'
        ? signedOut(consoleName, state)
        : html`<handrail-spinner>${msg('Asking the console who you are…')}</handrail-spinner>`
    }
  </section>`;

const signedOut = (
  consoleName: string,
  { refusal, host }: Extract<SignInState, { name: 'signed-out' }>,
): TemplateResult => html`${
  refusal
    ? html`<handrail-notice role="alert" tone="error">${problemText(refusal)}</handrail-notice>`
    : nothing
}
  ${host ? html`<handrail-notice role="alert" tone="warning">${refusalText(host, consoleName)}</handrail-notice>` : nothing}
  <p class="muted">
    ${msg(str`${consoleName} tells Handrail who you are. Open a page of ${consoleName} that has Handrail in it, or load this one again.`)}
  </p>`;

const refusalText = (reason: AssertionRefusal, consoleName: string): string => {
  switch (reason) {
    case 'no_permission':
      return msg(str`Your account in ${consoleName} may not use Handrail. Ask an administrator.`);
    case 'no_access':
      return msg('You are not allowed to see this case. Ask its owner or an administrator.');
    case 'not_configured':
      return msg(str`${consoleName} is not set up completely for Handrail. Tell an administrator.`);
    case 'failed':
      return msg(str`${consoleName} could not say who you are.`);
  }
};
