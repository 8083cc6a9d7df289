import type { Workspace } from '../zaf/actions.ts';
import type { Instance } from '../zaf/instance.ts';

interface AppPaneNeeds {
  readonly instance: Instance;
  /** Opens the frame: the first time the pane is shown, and not before, as in Zendesk. */
  readonly open: () => void;
  readonly tell: (name: string) => void;
}

type AppPane = Pick<Workspace, 'showPane' | 'sizePane' | 'showIcon'>;

/** The app's button in the top bar, with the pane that it opens. */
export const appPane = ({ instance: { place }, open, tell }: AppPaneNeeds): AppPane => {
  const button = document.querySelector<HTMLButtonElement>('[data-app-button]');
  if (!button) throw new Error('The bar has no button.');
  let opened = false;

  const showPane = (shown: boolean): void => {
    place.hidden = !shown;
    button.setAttribute('aria-expanded', String(shown));
    if (opened) tell(shown ? 'pane.activated' : 'pane.deactivated');
    else if (shown) open();
    opened ||= shown;
  };
  const sizePane: AppPane['sizePane'] = ({ width, height }) => {
    place.style.width = `${width}px`;
    place.style.height = `${height}px`;
  };

  button.addEventListener('click', () => showPane(place.hidden !== false));
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape' || place.hidden) return;
    showPane(false);
    button.focus();
  });
  place.style.width = place.dataset.width ?? '';
  place.style.height = place.dataset.height ?? '';

  return {
    showPane,
    sizePane,
    showIcon: (symbol) => {
      if (!document.querySelector(`.drawings symbol[id="${CSS.escape(symbol)}"]`))
        throw new Error(`The app has no drawing ${symbol}.`);
      button.querySelector('use')?.setAttribute('href', `#${symbol}`);
    },
  };
};
