import assert from 'node:assert/strict';
import * as v from 'valibot';
import { partBytes, partsOf, TransferProgress, TransferView } from '../../protocol/http/transfers.ts';
import { digestOf, sha256Of } from './transfers-world.ts';

/** What the server has acknowledged. */
export interface Heard {
  begun: boolean;
  readonly parts: Set<number>;
  completed: boolean;
  accepted: boolean;
  received: boolean;
}

interface Bringing {
  readonly url: string;
  readonly id: string;
  readonly content: Buffer;
}

/**
 * Both ends of one file as browsers go about it: offers it, sends the parts that are missing, completes it, accepts it, fetches it and says so. What was
 * `heard` before has to be so still.
 * @throws TypeError when the server is gone.
 */
export const bringFile = async (
  { url, id, content }: Bringing,
  heard: Heard = { begun: false, parts: new Set(), completed: false, accepted: false, received: false },
): Promise<Heard> => {
  const sha256 = sha256Of(content);
  const call = async (
    side: 'agent' | 'visitor',
    method: string,
    path: string,
    body?: unknown,
  ): Promise<Response> => {
    const json = body !== undefined && !(body instanceof Uint8Array);
    const answer = await fetch(`${url}${path}`, {
      method,
      headers: {
        'x-side': side,
        ...(json && { 'content-type': 'application/json' }),
        ...(body instanceof Uint8Array && {
          'content-type': 'application/octet-stream',
          'content-digest': digestOf(body),
        }),
      },
      ...(body !== undefined && {
        body: body instanceof Uint8Array ? Buffer.from(body) : JSON.stringify(body),
      }),
    });
    assert.ok(answer.ok, `${method} ${path}: ${answer.status} ${answer.ok ? '' : await answer.text()}`);
    return answer;
  };
  const viewOf = async (answer: Response) => v.parse(TransferView, await answer.json());

  const offer = { id, name: 'file.bin', bytes: content.length, sha256 };
  const { state, accepted } = await viewOf(await call('agent', 'POST', '', offer));
  assert.ok(!heard.completed || state !== 'uploading', 'it is complete still');
  assert.ok(!heard.accepted || accepted, 'it is accepted still');
  assert.ok(!heard.received || state === 'received', 'it has arrived still');
  heard.begun = true;
  if (state === 'uploading') {
    const { parts } = v.parse(TransferProgress, await (await call('agent', 'GET', `/${id}`)).json());
    const there = (part: number) => parts.some(([first, last]) => first <= part && part <= last);
    for (const part of heard.parts) assert.ok(there(part), `part ${part} is there still`);
    for (let part = 0; part < partsOf(content.length); part += 1) {
      const bytes = content.subarray(part * partBytes, (part + 1) * partBytes);
      if (!there(part)) await call('agent', 'PUT', `/${id}/parts/${part}`, bytes);
      heard.parts.add(part);
    }
  }
  if (state !== 'received') {
    await call('agent', 'POST', `/${id}/completions`, { sha256 });
    heard.completed = true;
    await call('visitor', 'POST', `/${id}/acceptances`, {});
    heard.accepted = true;
    const got = Buffer.from(await (await call('visitor', 'GET', `/${id}/content`)).arrayBuffer());
    assert.ok(got.equals(content), 'it is whole');
  }
  await call('visitor', 'POST', `/${id}/receipts`, { sha256 });
  heard.received = true;
  return heard;
};
