import { pageConfigElementId } from '../../protocol/page-config.ts';
import type { PageScript } from './bundle-pages.ts';
import { escapeHtml } from './escape-html.ts';
import { iconLink } from './icon-routes.ts';
import { type Language, plainTexts } from './plain-texts.ts';

/** Until the page's own styles are there: the system's colors, so that a dark screen doesn't flash white. */
export const shellStyle =
  ':root{color-scheme:light dark}body{margin:0}noscript{display:block;padding:2rem;font:1rem/1.5 system-ui,sans-serif}';

interface Shell {
  /** The custom element that is the page. */
  readonly element: string;
  readonly config: unknown;
  readonly script: PageScript;
  readonly language: Language;
}

/** The HTML of a page that is made by its script. The script translates it, so `lang` is only the best guess. */
export const pageShell = ({ element, config, script, language }: Shell): string => {
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
<${element}></${element}>
<noscript>${escapeHtml(texts.needsScript)}</noscript>
</body>
</html>
`;
};

/** JSON that cannot end the script element it stands in. */
const jsonInHtml = (value: unknown): string => JSON.stringify(value).replaceAll('<', '\\u003c');
