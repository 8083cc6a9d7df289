/** Another page of this site, parsed. Null when it can't be had, or when it is a sign-in page now. */
export const fetchPage = async (address: string): Promise<Document | null> => {
  const answer = await fetch(address, { headers: { Accept: 'text/html' } }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), 'text/html');
};
