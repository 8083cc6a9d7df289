/** What was typed into a field of a form; nothing is the empty text. */
export const textOf = (form: FormData, name: string): string => {
  const value = form.get(name);
  return typeof value === 'string' ? value.trim() : '';
};

/** The same of every field of that name, in the form's order. */
export const textsOf = (form: FormData, name: string): string[] =>
  form.getAll(name).map((value) => (typeof value === 'string' ? value.trim() : ''));

/** One entry a line. */
export const linesOf = (form: FormData, name: string): string[] =>
  textOf(form, name)
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '');

/** Several keys or certificates, one after the other. */
export const pemsOf = (form: FormData, name: string): string[] =>
  [...textOf(form, name).matchAll(/-----BEGIN [A-Z ]+-----[^-]+-----END [A-Z ]+-----/g)].map(([pem]) => pem);
