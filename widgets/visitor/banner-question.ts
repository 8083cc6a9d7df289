import type { BannerNeeds, BannerQuestion } from './banner.ts';
import { createBannerButton } from './banner-button.ts';
import type { Texts } from './texts.ts';

/** What the visitor is asked, and the two answers. It takes no focus: a person may be typing. */
export const createBannerQuestion = ({ natives, texts, events }: BannerNeeds) => {
  let asked: BannerQuestion | null = null;
  const element = document.createElement('div');
  element.className = 'question';
  element.hidden = true;
  element.setAttribute('role', 'group');
  element.setAttribute('aria-labelledby', 'title');
  element.setAttribute('aria-describedby', 'detail');
  // Read out when it comes, because the focus stays where the person is; and with it how to get here.
  const alert = document.createElement('div');
  alert.setAttribute('role', 'alert');
  const title = document.createElement('p');
  title.id = 'title';
  const hint = document.createElement('p');
  hint.className = 'hint';
  hint.textContent = texts.reach;
  alert.append(title, hint);
  const detail = document.createElement('p');
  detail.id = 'detail';

  const answer = (allowed: boolean) => (): void => {
    if (asked) events.onAnswered?.(asked, allowed);
  };
  const button = (look: 'primary' | 'plain', label: string, allowed: boolean) =>
    createBannerButton({ natives, look, label, onPressed: answer(allowed) });
  const allowControl = button('primary', texts.allowControl, true);
  const allowView = button('primary', texts.allowView, true);
  const refuse = button('plain', texts.notNow, false);
  const buttons = document.createElement('div');
  buttons.className = 'buttons';
  buttons.append(allowControl.element, allowView.element, refuse.element);
  element.append(alert, detail, buttons);

  return {
    element,
    get asked(): boolean {
      return asked !== null;
    },
    /** Goes to the answer that changes nothing. */
    focus: () => refuse.element.focus(),
    ask(question: BannerQuestion | null): void {
      asked = question;
      element.hidden = !question;
      if (!question) return;
      const control = question.name === 'control';
      title.textContent = control
        ? texts.askControl(question.agent)
        : texts.askView(question.agent, question.tenant);
      detail.textContent = detailOf(question, texts);
      allowControl.element.hidden = !control;
      allowView.element.hidden = control;
      for (const one of [allowControl, allowView, refuse]) one.rest();
    },
  };
};

const detailOf = (question: BannerQuestion, texts: Texts): string => {
  if (question.name === 'view') return texts.askViewDetail;
  return question.once ? `${texts.askControlDetail} ${texts.askControlOnce}` : texts.askControlDetail;
};
