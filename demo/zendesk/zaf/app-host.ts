import * as v from 'valibot';
import { actionsOf, type Workspace } from './actions.ts';
import { factsOfPage } from './facts-of-page.ts';
import type { Instance } from './instance.ts';
import { type Asked, FromApp, type ToApp } from './messages.ts';
import { readPaths } from './read-path.ts';

interface AppHostNeeds {
  readonly instances: readonly Instance[];
  readonly workspace: Workspace;
}

/** The help desk's side of the app framework: answers one app in all its frames, and tells them what happens. */
export interface AppHost {
  tell(instance: Instance, name: string, data?: unknown): void;
}

export const hostApp = ({ instances, workspace }: AppHostNeeds): AppHost => {
  const post = ({ frame, origin }: Instance, message: ToApp): void => {
    if (origin !== null) frame.contentWindow?.postMessage(message, origin);
  };

  const obey = (about: Instance, asked: Asked): Record<string, unknown> => {
    if (asked.type === 'zaf.get') return readPaths(about, asked.paths, { facts: factsOfPage(), instances });
    if (asked.type === 'zaf.set') {
      if (asked.path !== 'iconSymbol' || about.location !== 'top_bar')
        throw new Error(`${asked.path} can’t be set in ${about.location}.`);
      workspace.showIcon(v.parse(v.string(), asked.value));
    } else {
      const action = actionsOf(workspace, about.location)[asked.path];
      if (!action) throw new Error(`Invoke ${asked.path} is not available in ${about.location}.`);
      action(about, asked.args);
    }
    return { [asked.path]: undefined, errors: {} };
  };

  const answer = (asked: Asked): ToApp => {
    try {
      const about = instances.find(({ guid }) => guid === asked.instanceGuid);
      if (!about) throw new Error('There is no such instance.');
      return { type: 'zaf.answered', id: asked.id, result: obey(about, asked) };
    } catch (cause) {
      return {
        type: 'zaf.refused',
        id: asked.id,
        message: cause instanceof Error ? cause.message : 'Failed.',
      };
    }
  };

  window.addEventListener('message', (event) => {
    const from = instances.find(({ frame }) => frame.contentWindow === event.source);
    if (!from || event.origin !== from.origin) return;
    const { output: message, success } = v.safeParse(FromApp, event.data);
    if (!success || message.appGuid !== from.guid) return;
    if (message.type !== 'zaf.hello') return post(from, answer(message));
    from.registered = true;
    post(from, {
      type: 'zaf.registered',
      context: contextOf(from),
      metadata: { appId: 0, name: 'Handrail' },
    });
  });

  return {
    tell: (instance, name, data = null) => {
      if (!instance.registered) return;
      post(instance, { type: 'zaf.happened', name, context: contextOf(instance), data });
    },
  };
};

/** https://developer.zendesk.com/api-reference/apps/apps-core-api/client_api/#clientcontext */
const contextOf = ({ guid, location }: Instance): Record<string, unknown> => {
  const { currentAccount, ticket, user } = factsOfPage();
  return {
    instanceGuid: guid,
    product: 'support',
    location,
    account: currentAccount,
    ...(location === 'ticket_sidebar' && { ticketId: ticket?.id }),
    ...(location === 'user_sidebar' && { userId: user?.id }),
  };
};
