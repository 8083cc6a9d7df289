/** A handover's id at the server, and its key, which only the fragment carries. */
export interface HandoverFragment {
  readonly id: string;
  readonly key: string;
}

/** The site's address with the handover in its fragment, after the fragment that the site may have itself. */
export const withHandover = (siteUrl: string, { id, key }: HandoverFragment): string =>
  `${siteUrl}${siteUrl.includes('#') ? '&' : '#'}handrail=${id}.${key}`;

/** The handover in a location's hash and the hash without it; null when there is none. */
export const takeHandover = (
  hash: string,
): { readonly handover: HandoverFragment; readonly rest: string } | null => {
  const found = /[#&]handrail=([\w-]{43})\.([\w-]{43})/.exec(hash);
  if (!found?.[1] || !found[2]) return null;
  const rest = hash.replace(found[0], '');
  return {
    handover: { id: found[1], key: found[2] },
    // What stood behind an only parameter has lost its '#'.
    rest: rest === '' || rest.startsWith('#') ? rest : `#${rest.slice(1)}`,
  };
};
