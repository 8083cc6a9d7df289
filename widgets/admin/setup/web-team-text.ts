import { msg, str } from '@lit/localize';
import type { SetupChecks } from '../../../protocol/http/setup-checks.ts';

/** What the people who look after the website need to know, ready to be sent. */
export const webTeamText = ({ snippet, checks }: SetupChecks): string => {
  const { origin } = new URL(snippet.url);
  const additions = checks.flatMap(({ name, reason, site, seen }) =>
    name === 'policy' && reason === 'blocked_by_policy' ? seen.map((one) => `  ${site ?? ''}: ${one}`) : [],
  );
  return [
    msg('Please add this as the first script in <head>, on every page:'),
    `  <script src="${snippet.url}"></script>`,
    msg('It asks the network for nothing and does nothing until a customer has agreed to a session.'),
    msg('If you have a Content-Security-Policy, it needs:'),
    `  script-src ${origin}`,
    `  connect-src ${origin} ${origin.replace(/^http/, 'ws')}`,
    ...(additions.length > 0 ? [msg('Missing today:'), ...additions] : []),
    msg(
      str`The hash of this version is ${snippet.integrity}. If you pin it (integrity, crossorigin="anonymous"), change it with every update of Handrail.`,
    ),
  ].join('\n');
};
