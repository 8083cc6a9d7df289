import type { Request, Response } from 'express';
import type { PageEntry } from './bundle-pages.ts';
import type { Bundles } from './bundles.ts';
import { contentPolicy } from './content-policy.ts';
import { pageShell, shellStyle } from './page-shell.ts';
import { plainPage, plainStyle } from './plain-page.ts';
import { type Language, languages, type PlainSubject } from './plain-texts.ts';
import { sendPage } from './send-page.ts';

interface ScriptedPage {
  readonly entry: PageEntry;
  readonly config: unknown;
  /** Origins that may frame it; nobody when not said. */
  readonly frameAncestors?: string;
  readonly scriptsAlsoFrom?: string | null;
  readonly frames?: boolean;
  readonly referrer?: 'no-referrer' | 'strict-origin';
  readonly opener?: 'kept' | 'cut';
  readonly clipboard?: boolean;
}

interface PlainPage {
  readonly about: PlainSubject;
  readonly status?: number;
  readonly frameAncestors?: string;
}

/** Answers with a page, in the language that the browser asks for and with the policy that the page needs. */
export interface Render {
  page(req: Request, res: Response, page: ScriptedPage): void;
  plain(req: Request, res: Response, page: PlainPage): void;
}

interface RenderNeeds {
  readonly origin: string;
  readonly bundles: Bundles;
}

export const createRender = ({ origin, bundles }: RenderNeeds): Render => ({
  page: (req, res, page) => {
    const script = bundles.pages.get(page.entry);
    if (!script) throw new Error(`The page ${page.entry} was not bundled.`);
    const { entry, config, frameAncestors = `'none'`, scriptsAlsoFrom, frames = false, ...headers } = page;
    sendPage(res, {
      ...headers,
      html: pageShell({
        element: `handrail-${entry}`,
        config,
        script,
        language: languageOf(req),
        framed: frameAncestors !== `'none'`,
      }),
      policy: contentPolicy({
        origin,
        frameAncestors,
        frames,
        style: shellStyle,
        scripts: scriptsAlsoFrom ? { alsoFrom: scriptsAlsoFrom } : 'own',
      }),
    });
  },
  plain: (req, res, { about, status = 200, frameAncestors = `'none'` }) =>
    sendPage(res, {
      status,
      html: plainPage({ language: languageOf(req), about, offersCode: about === 'home' }),
      policy: contentPolicy({ origin, frameAncestors, style: plainStyle, scripts: 'none' }),
    }),
});

const languageOf = (req: Request): Language => {
  const accepted = req.acceptsLanguages(...languages);
  return languages.find((language) => language === accepted) ?? 'en';
};
