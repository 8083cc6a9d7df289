import type { Tenant } from './tenant.ts';

/** What customers know a session's company by. */
export interface Appearance {
  /** The brand's; null: the tenant appears as itself. */
  readonly brandId: string | null;
  readonly name: string;
  readonly logoUrl: string | null;
  /** BCP 47; null: no preference. */
  readonly locale: string | null;
  /** Where the session begins: on the origin of one of the tenant's sites. */
  readonly site: { readonly name: string; readonly url: string };
}

/** How the tenant appears to the customer of a case with this brand: as that brand, when its admin has named it, else as itself. */
export const appearanceOf = ({ name, settings }: Tenant, brandId: string | null): Appearance => {
  const { brands, logoUrl, sites } = settings;
  const [first] = sites;
  if (!first) throw new Error('A tenant has a site.');
  const own = { name: first.name, url: first.url };
  const brand = brands.find(({ id }) => id === brandId);
  if (!brand) return { brandId: null, name, logoUrl, locale: null, site: own };
  // A file of tenants may say anything: nobody is sent to a website that isn't the tenant's.
  const isOnSite = sites.some(({ origin }) => origin === new URL(brand.siteUrl).origin);
  return {
    brandId: brand.id,
    name: brand.name,
    // A brand without a logo goes by its name: the tenant's own logo would be another name's.
    logoUrl: brand.logoUrl,
    locale: brand.locale,
    site: isOnSite ? { name: brand.name, url: brand.siteUrl } : own,
  };
};

/** Where our own server has the logo, if there is one. */
export const logoPathOf = (tenantId: string, { brandId, logoUrl }: Appearance): string | null => {
  if (logoUrl === null) return null;
  const own = `/logos/${tenantId}`;
  return brandId === null ? own : `${own}/${encodeURIComponent(brandId)}`;
};
