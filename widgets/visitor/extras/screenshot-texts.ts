/** What is said on the tenant's site of a screenshot that was taken, in the core's language. */
export const screenshotTaken = (language: string, agent: string): string =>
  language === 'de'
    ? `${agent} hat ein Bild dieser Seite gemacht.`
    : language === 'ar'
      ? `التقط ${agent} صورة لهذه الصفحة.`
      : `${agent} took a picture of this page.`;
