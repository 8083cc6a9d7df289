import type { FileView } from '../../transfer/file-way.ts';
import { createBannerButton } from '../banner-button.ts';
import type { SnippetNatives } from '../snippet-natives.ts';
import type { FilesTexts } from './files-texts.ts';

interface FileRowNeeds {
  readonly natives: SnippetNatives;
  readonly texts: FilesTexts;
  pause(paused: boolean): void;
  cancel(): void;
  save(): void;
  close(): void;
}

/** One file on its way, in the banner. */
export interface FileRow {
  readonly element: HTMLElement;
  show(view: FileView): void;
}

type Action = 'pause' | 'resume' | 'cancel' | 'save' | 'close';

export const createFileRow = ({ natives, texts, ...on }: FileRowNeeds): FileRow => {
  const element = document.createElement('div');
  element.className = 'file';
  const status = document.createElement('p');
  status.setAttribute('role', 'status');
  const progress = document.createElement('progress');
  const button = (name: Action, onPressed: () => void) =>
    createBannerButton({
      natives,
      look: name === 'save' ? 'primary' : 'plain',
      label: texts[name],
      onPressed,
    });
  const buttons = {
    save: button('save', on.save),
    resume: button('resume', () => on.pause(false)),
    pause: button('pause', () => on.pause(true)),
    cancel: button('cancel', on.cancel),
    close: button('close', on.close),
  };
  element.append(status, progress, ...Object.values(buttons).map((one) => one.element));

  let said = '';
  return {
    element,
    show(view) {
      const wanted = actionsOf(view);
      for (const [name, one] of Object.entries(buttons)) {
        const hidden = !wanted.some((action) => action === name);
        // Another button may have come under the pointer.
        if (one.element.hidden !== hidden) one.rest();
        one.element.hidden = hidden;
      }
      const { name, bytes, state } = view;
      progress.hidden = state.name !== 'moving' && state.name !== 'preparing';
      progress.max = bytes;
      progress.value = state.name === 'moving' || state.name === 'preparing' ? state.done : bytes;
      progress.setAttribute('aria-label', texts.progress(name));
      const now = textOf(view, texts);
      // A status that is said again is read out again.
      if (now !== said) status.textContent = now;
      said = now;
    },
  };
};

const actionsOf = ({ state, direction }: FileView): readonly Action[] => {
  switch (state.name) {
    case 'moving':
      return [state.paused === 'here' ? 'resume' : 'pause', 'cancel'];
    case 'done':
      return direction === 'in' ? ['save', 'close'] : ['close'];
    case 'ended':
      return ['close'];
    default:
      return ['cancel'];
  }
};

const textOf = ({ name, state, direction }: FileView, texts: FilesTexts): string => {
  switch (state.name) {
    case 'offered':
    case 'asked':
      return texts.waiting(name);
    case 'done':
      return direction === 'in' ? texts.received(name) : texts.sent(name);
    case 'ended':
      return texts.ended(name, state.because);
    case 'moving':
      if (state.paused) return texts.rests(name);
  }
  return direction === 'in' ? texts.receiving(name) : texts.sending(name);
};
