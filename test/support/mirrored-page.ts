import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, FrameLocator, Page } from 'playwright-core';
import { bundle } from './bundle.ts';

/** As the server serves `/mirror`. */
const mirrorPolicy =
  "sandbox allow-same-origin; default-src 'none'; style-src 'unsafe-inline'; img-src blob: data:; font-src blob: data:; media-src blob:; form-action 'none'; base-uri 'none'";
/** As strict as the live view's own. */
const viewPolicy =
  "default-src 'none'; script-src 'self'; frame-src 'self'; img-src data:; connect-src 'self'; require-trusted-types-for 'script'; trusted-types";

const customerSource = `
  import { startCapture } from './widgets/capture/start-capture.ts';
  import { createControl } from './widgets/control/create-control.ts';
  import { watchVisitor } from './widgets/control/watch-visitor.ts';
  import { anchorAt, placeAnchor } from './widgets/capture/anchors.ts';
  const own = new WeakSet();
  let backedUp = false;
  const toText = (bytes) => { let text = ''; for (const byte of bytes) text += String.fromCharCode(byte); return btoa(text); };
  window.handrailTest = {
    own,
    setBackedUp: (is) => { backedUp = is; },
    start(policy) {
      const capture = startCapture({
        document, policy, backedUp: () => backedUp, isOwn: (node) => own.has(node),
        send: (body, { keyframe }) => window.sendBody(toText(body), keyframe),
      });
      this.capture = capture;
      const isOwn = (node) => own.has(node);
      const visitor = watchVisitor({ now: () => performance.now(), isOwn, isMasked: capture.isMasked });
      this.control = createControl({ capture, document, isOwn, visitor, currentPage: () => ({ stream: '0000000000000001', epoch: 1 }) });
      this.anchorAt = (x, y) => anchorAt(capture, x, y);
      this.placeAnchor = (anchor) => placeAnchor(capture, anchor);
    },
  };
`;
const viewSource = `
  import { createMirror } from './widgets/mirror/mirror.ts';
  const frame = document.querySelector('iframe');
  const fromText = (text) => Uint8Array.from(atob(text), (each) => each.charCodeAt(0));
  const asked = [];
  window.handrailTest = {
    asked,
    size: null,
    start() {
      this.mirror = createMirror({
        frame,
        loadAsset: async (url) => { asked.push(url); const answer = await fetch(url); return answer.ok ? await answer.blob() : null; },
        onSize: (size) => { this.size = size; frame.width = size.width; frame.height = size.height; },
      });
    },
    apply(text, keyframe) { this.mirror.apply(fromText(text), { keyframe }); },
  };
`;

export interface MirroredPage {
  /** The visitor's page. */
  readonly customer: Page;
  /** The agent's page, with the mirror in a frame. */
  readonly view: Page;
  readonly mirror: FrameLocator;
  /** Every body that left the visitor's page. */
  readonly bodies: readonly Uint8Array[];
  /** What the mirror threw. */
  readonly faults: readonly unknown[];
  readonly origin: string;
  /** Asks for a keyframe and waits until it is applied. */
  keyframe(nonces?: readonly string[]): Promise<void>;
  close(): Promise<void>;
}

interface Options {
  readonly browser: Browser;
  /** Pages and files by path; `/` is the visitor's page. */
  readonly files: Readonly<Record<string, string>>;
  readonly maskSelectors?: readonly string[];
  readonly showInputSelectors?: readonly string[];
}

const nonce = 'AAAAAAAAAAAAAAAAAAAAAA';

/** A visitor's page and an agent's view of it, in real browsers, with nothing between them but the bodies. */
export const openMirroredPage = async (options: Options): Promise<MirroredPage> => {
  const server = await serve(options.files);
  const origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  const context = await options.browser.newContext({ viewport: { width: 1000, height: 700 } });
  const [customer, view] = [await context.newPage(), await context.newPage()];
  const bodies: Uint8Array[] = [];
  const applied: (() => void)[] = [];
  const faults: unknown[] = [];
  await view.goto(`${origin}/handrail-view`);
  await view.evaluate(() => handrailTest.start());
  await customer.exposeFunction('sendBody', async (text: string, keyframe: boolean) => {
    bodies.push(Buffer.from(text, 'base64'));
    await view
      .evaluate(([body, isKeyframe]) => handrailTest.apply(body, isKeyframe), [text, keyframe] as const)
      .catch((error: unknown) => faults.push(error));
    if (keyframe) for (const done of applied.splice(0)) done();
  });
  await customer.goto(`${origin}/`);
  await customer.evaluate(await customerScript());
  await customer.evaluate((policy) => handrailTest.start(policy), {
    maskSelectors: options.maskSelectors ?? [],
    showInputSelectors: options.showInputSelectors ?? [],
  });
  const keyframe = async (nonces: readonly string[] = [nonce]): Promise<void> => {
    const done = new Promise<void>((resolve) => applied.push(resolve));
    await customer.evaluate((each) => handrailTest.capture.keyframe(each), nonces);
    await done;
  };
  await keyframe();

  return {
    customer,
    view,
    bodies,
    faults,
    origin,
    keyframe,
    mirror: view.frameLocator('iframe'),
    close: async () => {
      await context.close();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

let customerBundle: Promise<string> | undefined;
const customerScript = (): Promise<string> => {
  customerBundle ??= bundle(customerSource);
  return customerBundle;
};
let viewBundle: Promise<string> | undefined;
const viewScript = (): Promise<string> => {
  viewBundle ??= bundle(viewSource);
  return viewBundle;
};

const types: Readonly<Record<string, string>> = {
  css: 'text/css',
  svg: 'image/svg+xml',
  js: 'text/javascript',
};

const serve = async (files: Readonly<Record<string, string>>): Promise<Server> => {
  const script = await viewScript();
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const send = (type: string, body: string, policy?: string): void => {
      if (policy) response.setHeader('content-security-policy', policy);
      response.setHeader('content-type', `${type}; charset=utf-8`);
      response.end(body);
    };
    if (path === '/handrail-view') return send('text/html', viewHtml, viewPolicy);
    if (path === '/handrail-view.js') return send('text/javascript', script);
    if (path === '/mirror') return send('text/html', '<!doctype html><title>Mirror</title>', mirrorPolicy);
    const file = files[path];
    if (file === undefined) response.statusCode = 404;
    send(types[path.split('.')[1] ?? ''] ?? 'text/html', file ?? 'Not found');
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
};

const viewHtml = `<!doctype html><title>View</title><iframe title="Customer's page" src="/mirror"></iframe><script src="/handrail-view.js"></script>`;

interface TestHooks {
  start(policy?: {
    readonly maskSelectors: readonly string[];
    readonly showInputSelectors: readonly string[];
  }): void;
  apply(text: string, keyframe: boolean): void;
  setBackedUp(is: boolean): void;
  readonly own: WeakSet<Node>;
  readonly asked: readonly string[];
  readonly size: { readonly width: number; readonly height: number } | null;
  readonly capture: import('../../widgets/capture/capture.ts').Capture;
  readonly control: import('../../widgets/control/create-control.ts').Control;
  readonly mirror: import('../../widgets/mirror/mirror-frame.ts').Mirror;
  anchorAt(x: number, y: number): import('../../protocol/anchor.ts').Anchor | null;
  placeAnchor(
    anchor: import('../../protocol/anchor.ts').Anchor,
  ): { readonly x: number; readonly y: number } | null;
}

declare global {
  /** What the bundles above put into the pages under test. */
  var handrailTest: TestHooks;
}
