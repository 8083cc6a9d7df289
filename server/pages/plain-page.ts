import { escapeHtml } from './escape-html.ts';
import { iconLink } from './icon-routes.ts';
import { type Language, type PlainSubject, plainTexts } from './plain-texts.ts';

/** The style of pages without script: the tokens' colors, one centered card. */
export const plainStyle = `:root{color-scheme:light dark;--canvas:#f3f5f6;--surface:#fff;--text:#15212a;--muted:#4d5d68;--line:#d5dcdf;--accent:#0b656f;--focus:#0b57d0}
@media (prefers-color-scheme:dark){:root{--canvas:#10171b;--surface:#19232a;--text:#e8eef1;--muted:#a9b8c1;--line:#33424b;--accent:#74d0d9;--focus:#a8c7fa}}
*{box-sizing:border-box}
body{margin:0;min-block-size:100dvh;display:grid;place-content:center;padding:1rem;background:var(--canvas);color:var(--text);font:1rem/1.5 system-ui,-apple-system,'Segoe UI',Roboto,'Noto Sans','Noto Sans Arabic',sans-serif;overflow-wrap:anywhere}
main{max-inline-size:30rem;padding:2rem;border:1px solid var(--line);border-radius:.875rem;background:var(--surface)}
h1{margin:1rem 0 .5rem;font-size:1.375rem;line-height:1.25;text-wrap:balance}
p{margin:0;color:var(--muted)}
p+p{margin-block-start:1rem}
a{color:var(--accent);font-weight:600}
a:focus-visible{outline:3px solid var(--focus);outline-offset:2px}
svg{display:block;color:var(--accent)}`;

const mark = `<svg width="32" height="32" viewBox="0 0 24 24" fill="none" stroke="currentColor" stroke-width="2.25" stroke-linecap="round" aria-hidden="true"><path d="M3 10.5 21 5.5"/><path d="M7 9.5V19"/><path d="M17 6.8V19"/></svg>`;

interface PlainPage {
  readonly language: Language;
  readonly about: PlainSubject;
  /** Whether it leads to where a session code is typed. */
  readonly offersCode?: boolean;
}

/** A page of one message, without script. */
export const plainPage = ({ language, about, offersCode = false }: PlainPage): string => {
  const texts = plainTexts[language];
  const { title, text } = texts[about];
  const link = offersCode ? `<p><a href="/code">${escapeHtml(texts.enterCode)}</a></p>` : '';
  return `<!doctype html>
<html lang="${language}" dir="${texts.direction}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="robots" content="noindex">
<title>${escapeHtml(title)} · Handrail</title>
${iconLink}
<style>${plainStyle}</style>
</head>
<body>
<main>
${mark}
<h1>${escapeHtml(title)}</h1>
<p>${escapeHtml(text)}</p>
${link}
</main>
</body>
</html>
`;
};
