import * as v from 'valibot';
import type { Instance } from './instance.ts';

const Opening = v.strictObject({ address: v.string(), token: v.nullable(v.string()) });

/** Opens an app's frame as Zendesk does: by posting the signed token there, or by its address alone when the app isn't signed. */
export const openFrame = async (instance: Instance): Promise<void> => {
  const { guid, location, frame } = instance;
  instance.opened = true;
  const answer = await fetch('/agent/app-frames', {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ location, instanceGuid: guid }),
  });
  if (!answer.ok) throw new Error(`The app could not be opened in ${location}.`);
  const { address, token } = v.parse(Opening, await answer.json());
  instance.origin = new URL(address).origin;
  if (token === null) frame.src = address;
  else post(address, frame.name, token);
};

const post = (address: string, target: string, token: string): void => {
  const form = document.createElement('form');
  Object.assign(form, { method: 'post', action: address, target, hidden: true });
  const field = document.createElement('input');
  Object.assign(field, { type: 'hidden', name: 'token', value: token });
  form.append(field);
  document.body.append(form);
  form.submit();
  form.remove();
};
