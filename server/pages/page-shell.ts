import { pageConfigElementId } from '../../protocol/page-config.ts';
import type { PageScript } from './bundle-pages.ts';
import { escapeHtml } from './escape-html.ts';
import { iconLink } from './icon-routes.ts';
import { type Language, plainTexts } from './plain-texts.ts';

/**
 * Until the page's own styles are there: the system's colors, so that a dark screen doesn't flash white. What a script that never came
 * would have replaced is shown after a while.
 */
export const shellStyle =
  ':root{color-scheme:light dark}body{margin:0}noscript,.stuck{display:block;margin:0;padding:1.5rem;font:1rem/1.5 system-ui,sans-serif}' +
  '.stuck{visibility:hidden;animation:0s 4s forwards show}@keyframes show{to{visibility:visible}}';

interface Shell {
  /** The custom element that is the page. */
  readonly element: string;
  readonly config: unknown;
  readonly script: PageScript;
  readonly language: Language;
  /** Another site's page holds it, and may keep it from starting. */
  readonly framed: boolean;
}

/** The HTML of a page that is made by its script. The script translates it, so `lang` is only the best guess. */
export const pageShell = ({ element, config, script, language, framed }: Shell): string => {
  const texts = plainTexts[language];
  const parts = script.parts.map(
    (part) => `<link rel="modulepreload" href="${part.path}" integrity="${part.integrity}">`,
  );
  return `<!doctype html>
<html lang="${language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>Handrail</title>
${iconLink}
<style>${shellStyle}</style>
${parts.join('\n')}
<script type="application/json" id="${pageConfigElementId}">${jsonInHtml(config)}</script>
<script type="module" src="${script.script.path}" integrity="${script.script.integrity}"></script>
</head>
<body>
<${element}>${framed ? stuck(texts.stuckInFrame) : ''}</${element}>
<noscript>${escapeHtml(texts.needsScript)}</noscript>
</body>
</html>
`;
};

/** In the element that the script makes the page of: once it does, this is not shown any more. No script is needed to say that none came. */
const stuck = (text: string): string =>
  `<div class="stuck" role="main"><b role="heading" aria-level="1">Handrail</b><p>${escapeHtml(text)}</p></div>`;

/** JSON that cannot end the script element it stands in. */
const jsonInHtml = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
