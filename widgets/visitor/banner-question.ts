import type { BannerQuestion } from './banner.ts';
import { createBannerButton } from './banner-button.ts';
import type { SnippetNatives } from './snippet-natives.ts';
import type { Texts } from './texts.ts';

interface BannerQuestionNeeds {
  readonly natives: SnippetNatives;
  readonly texts: Texts;
  onAnswered(question: BannerQuestion, allowed: boolean): void;
}

/** What the visitor is asked, and the two answers. It takes no focus: a person may be typing. */
export const createBannerQuestion = ({ natives, texts, onAnswered }: BannerQuestionNeeds) => {
  let asked: BannerQuestion | null = null;
  const element = document.createElement('div');
  element.className = 'question';
  element.hidden = true;
  element.setAttribute('role', 'alertdialog');
  element.setAttribute('aria-labelledby', 'title');
  element.setAttribute('aria-describedby', 'detail');
  const title = document.createElement('h2');
  title.id = 'title';
  const detail = document.createElement('p');
  detail.id = 'detail';

  const answer = (allowed: boolean) => (): void => {
    const question = asked;
    if (question) onAnswered(question, allowed);
  };
  const allow = {
    control: createBannerButton({
      natives,
      look: 'primary',
      label: texts.allowControl,
      onPressed: answer(true),
    }),
    view: createBannerButton({ natives, look: 'primary', label: texts.allowView, onPressed: answer(true) }),
  };
  const refuse = createBannerButton({
    natives,
    look: 'plain',
    label: texts.notNow,
    onPressed: answer(false),
  });
  const buttons = document.createElement('div');
  buttons.className = 'buttons';
  buttons.append(allow.control.element, allow.view.element, refuse.element);
  element.append(title, detail, buttons);

  return {
    element,
    ask(question: BannerQuestion | null): void {
      asked = question;
      element.hidden = !question;
      if (!question) return;
      const control = question.name === 'control';
      title.textContent = control
        ? texts.askControl(question.agent)
        : texts.askView(question.agent, question.tenant);
      detail.textContent = control ? texts.askControlDetail : texts.askViewDetail;
      allow.control.show(control);
      allow.view.show(!control);
      for (const button of [allow.control, allow.view, refuse]) button.rest();
    },
  };
};
