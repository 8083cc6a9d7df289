import { Router } from 'express';

/** The icon of our pages' tabs: the brand mark on its own ground, so that it shows on light and dark tab bars. */
const icon = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24" fill="none" stroke="#fff" stroke-width="2.25" stroke-linecap="round"><rect width="24" height="24" rx="5" fill="#0b656f" stroke="none"/><path d="M4.5 11 19.5 7.5M8 10.2V18M16 8.4V18"/></svg>`;

export const iconLink = '<link rel="icon" type="image/svg+xml" href="/icon.svg">';

export const iconRoutes = (): Router => {
  const routes = Router();
  routes.get('/icon.svg', (_req, res) => {
    res.set({ 'Cache-Control': 'public, max-age=86400', 'X-Content-Type-Options': 'nosniff' });
    res.type('svg').send(icon);
  });
  return routes;
};
