const longest = 40;

/** A tenant id made from a name: `Café Ünal & Co.` becomes `cafe-unal-co`. */
export const slugOf = (name: string): string => {
  const slug = name
    .normalize('NFKD')
    .replaceAll(/\p{Mark}/gu, '')
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/g, '-')
    .slice(0, longest)
    .replaceAll(/^-+|-+$/g, '');
  return slug || 'tenant';
};
