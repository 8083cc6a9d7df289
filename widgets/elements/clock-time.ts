/** A point in time as people say it: the time, with its day when that isn't today. In the page's language. */
export const clockTime = (at: number, now = Date.now()): string => {
  const sameDay = new Date(at).toDateString() === new Date(now).toDateString();
  // A visitor's region decides between 12 and 24 hours where it is of the page's language.
  const { lang } = document.documentElement;
  const locale = navigator.languages.find((language) => language.startsWith(lang)) ?? lang;
  return new Intl.DateTimeFormat(locale, {
    timeStyle: 'short',
    ...(sameDay ? {} : { dateStyle: 'medium' }),
  }).format(at);
};
