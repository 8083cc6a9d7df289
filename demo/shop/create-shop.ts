import { fileURLToPath } from 'node:url';
import express, { type Express, type Response } from 'express';
import { bundleScript } from '../serving/bundle-script.ts';
import { html, htmlText } from '../serving/html.ts';
import { orderErrors, readOrder } from './order.ts';
import { accountPage } from './pages/account-page.ts';
import { checkoutPage, thanksPage } from './pages/checkout-page.ts';
import { type LayoutNeeds, layout } from './pages/layout.ts';
import { listPage } from './pages/list-page.ts';
import { newsletterPage } from './pages/newsletter-page.ts';
import { packingPage } from './pages/packing-page.ts';
import { productPage } from './pages/product-page.ts';
import { categories, findProduct, products, searchProducts } from './product.ts';

/** The demo's shop: pages from the server, with some script, and Handrail's snippet on each. */
export const createShop = async ({
  handrailOrigin,
}: {
  readonly handrailOrigin: string;
}): Promise<Express> => {
  const script = await bundleScript(new URL('./browser/shop.entry.ts', import.meta.url));
  const app = express();
  app.disable('x-powered-by');

  const send = (res: Response, page: Omit<LayoutNeeds, 'handrailOrigin'>) =>
    res.send(htmlText(layout({ handrailOrigin, ...page })));

  app.get('/', (req, res) => {
    const query = typeof req.query.q === 'string' ? req.query.q.trim().slice(0, 100) : '';
    const category = categories.find((one) => one === req.query.category) ?? null;
    send(res, { title: 'Products', query, body: listPage(searchProducts(query, category), query, category) });
  });

  app.get('/products/:slug', (req, res, next) => {
    const product = findProduct(req.params.slug);
    if (!product) return next();
    return send(res, {
      title: product.name,
      hue: 155 + products.indexOf(product) * 24,
      body: productPage(product),
    });
  });

  app.get('/checkout', (_req, res) =>
    send(res, { title: 'Checkout', body: checkoutPage(readOrder(null), []) }),
  );
  app.post('/checkout', express.urlencoded({ extended: false, limit: '20kb' }), (req, res) => {
    const order = readOrder(req.body);
    const errors = orderErrors(order);
    if (errors.length === 0) return send(res, { title: 'Thank you', body: thanksPage(order.name) });
    return send(res.status(422), { title: 'Checkout', body: checkoutPage(order, errors) });
  });

  app.get('/account', (_req, res) => send(res, { title: 'Your account', body: accountPage }));
  app.get('/packing', (_req, res) => send(res, { title: 'The packing list', body: packingPage }));
  app.get('/newsletter', (_req, res) => res.send(htmlText(newsletterPage)));
  app.get('/assets/shop.js', (_req, res) => res.type('text/javascript').send(script));
  app.use('/assets', express.static(fileURLToPath(new URL('./assets/', import.meta.url)), { maxAge: '10m' }));
  app.use((_req, res) =>
    send(res.status(404), {
      title: 'Not found',
      body: html`<section class="wide narrow"><h1>There is nothing here</h1><p><a href="/">To the shop</a></p></section>`,
    }),
  );
  return app;
};
