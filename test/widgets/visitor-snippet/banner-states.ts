import type { Texts } from '../../../widgets/visitor/texts.ts';
import { inClosedRoot } from '../../support/closed-root.ts';
import { type OnStage, watch } from './on-stage.ts';

/** Makes our closed roots open, so that what is in them can be looked into. The page's own stay as they are. */
export const openOurRoots = `{
  const { attachShadow } = Element.prototype;
  Element.prototype.attachShadow = function (init) {
    return attachShadow.call(this, this.localName === 'handrail-session' ? { ...init, mode: 'open' } : init);
  };
}`;

/** Takes a visitor who has just come through everything that the banner says, and names each state while it is shown. */
export async function* bannerStates({ stage, page }: OnStage, texts: Texts): AsyncGenerator<string> {
  const { room } = stage;
  const banner = await inClosedRoot(page);
  const says = (text: string): Promise<unknown> => page.getByText(text, { exact: true }).waitFor();
  const agent = 'Ada Agent';

  await says(texts.waiting(agent));
  yield 'waiting';
  await watch(stage);
  await says(texts.watched(agent));
  yield 'watched';
  room.fromAgent({ type: 'grant.requested', capability: 'control' });
  await banner.waitFor('button', texts.allowControl);
  yield 'question';
  await banner.press(texts.allowControl, () => banner.isThere('button', texts.takeBack));
  yield 'controlled';
  await banner.press(texts.collapse, () => banner.isThere('button', texts.expand));
  yield 'small';
  await banner.press(texts.expand, () => banner.isThere('button', texts.collapse));
  await banner.press(texts.pause, async () => room.paused);
  await banner.waitFor('button', texts.resume);
  yield 'paused';
  stage.reachable(false);
  await says(texts.reconnecting);
  yield 'away';
  stage.reachable(true);
  await banner.press(texts.resume, async () => !room.paused);
  await says(texts.controlled(agent));
  room.mayReopen = true;
  room.end('agent');
  await says(texts.ended(agent));
  await banner.waitFor('button', texts.goOn);
  yield 'ended';
  room.toWaiting({ type: 'reopening.requested', from: 2 });
  await banner.waitFor('button', texts.allowView);
  yield 'asked to go on';
}
