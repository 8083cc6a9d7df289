import type { BannerNeeds, BannerQuestion } from './banner.ts';
import { createBannerButton } from './banner-button.ts';
import type { Texts } from './texts.ts';

/** What the visitor is asked, and the two answers. It takes no focus: a person may be typing. */
export const createBannerQuestion = ({
  natives,
  texts,
  onAnswered,
}: Pick<BannerNeeds, 'natives' | 'texts'> & {
  onAnswered(question: BannerQuestion, allowed: boolean): void;
}) => {
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

  const button = (look: 'primary' | 'plain', allowed: boolean) =>
    createBannerButton({
      natives,
      look,
      label: texts.notNow,
      onPressed: () => asked && onAnswered(asked, allowed),
    });
  const allow = button('primary', true);
  const refuse = button('plain', false);
  const buttons = document.createElement('div');
  buttons.className = 'buttons';
  buttons.append(allow.element, refuse.element);
  element.append(alert, detail, buttons);

  return {
    element,
    get asked(): BannerQuestion | null {
      return asked;
    },
    /** Goes to the answer that changes nothing. */
    focus: () => refuse.element.focus(),
    ask(question: BannerQuestion | null): void {
      asked = question;
      element.hidden = !question;
      if (!question) return;
      const words = wordsOf(question, texts);
      title.textContent = words.title;
      detail.textContent = words.detail;
      allow.element.textContent = words.allow;
      allow.rest();
      refuse.rest();
    },
  };
};

interface QuestionWords {
  readonly title: string;
  readonly detail: string;
  /** What the button says that allows it. */
  readonly allow: string;
}

const wordsOf = (question: BannerQuestion, texts: Texts): QuestionWords => {
  switch (question.name) {
    case 'control':
      return {
        title: texts.askControl(question.agent),
        detail: texts.askControlDetail + (question.once ? ` ${texts.askControlOnce}` : ''),
        allow: texts.allowControl,
      };
    case 'view':
      return {
        title: texts.askView(question.agent, question.tenant),
        detail: texts.askViewDetail + (question.recorded ? ` ${texts.askViewRecorded}` : ''),
        allow: texts.allowView,
      };
    case 'extra':
      return question;
  }
};
