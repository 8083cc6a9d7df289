import assert from 'node:assert/strict';
import { describe, it } from 'node:test';
import { lacking, parsePolicies } from '../../../server/setup/content-policy.ts';

const handrail = new URL('https://handrail.example');
const needed = (header: string, nonce: string | null = null) =>
  lacking(parsePolicies(header), handrail, nonce);
const connect = ['connect-src https://handrail.example', 'connect-src wss://handrail.example'];

describe('what a website’s content security policy lacks', () => {
  const cases: readonly (readonly [string, string, readonly string[]])[] = [
    ['nothing, when there is none', '', []],
    [
      'nothing, when it allows us',
      'script-src https://handrail.example; connect-src https://handrail.example wss://handrail.example',
      [],
    ],
    ['our origin as a script', `script-src 'self'; connect-src *`, ['script-src https://handrail.example']],
    ['both ways to connect', `script-src *; connect-src 'self'`, connect],
    ['the socket, which https: does not cover', 'script-src https:; connect-src https:', [connect[1] ?? '']],
    [
      'directives of its own, rather than more in default-src',
      `default-src 'self'`,
      ['script-src https://handrail.example', ...connect],
    ],
    [
      'what script-src-elem doesn’t have, whatever script-src says',
      `script-src *; script-src-elem 'self'`,
      ['script-src-elem https://handrail.example'],
    ],
    ['nothing with wildcards of hosts', 'script-src *.example; connect-src *.example wss://*.example', []],
    [
      'our host under another scheme or port',
      'script-src https://handrail.example:8443',
      ['script-src https://handrail.example'],
    ],
    [
      'a nonce where hosts don’t count',
      `script-src https://handrail.example 'strict-dynamic' 'nonce-x'`,
      [`script-src 'nonce-…'`],
    ],
    [
      'the name of our trusted types',
      `require-trusted-types-for 'script'; trusted-types shop`,
      ['trusted-types handrail'],
    ],
    [
      'what the stricter of two lacks',
      `script-src *, script-src 'self'`,
      ['script-src https://handrail.example'],
    ],
    [
      'what the first of two directives lacks',
      `script-src 'self'; script-src *`,
      ['script-src https://handrail.example'],
    ],
  ];
  for (const [name, policy, additions] of cases) {
    it(`is ${name}`, () => {
      assert.deepEqual(needed(policy), additions);
    });
  }

  it('is nothing for a script element that has the nonce', () => {
    assert.deepEqual(needed(`script-src 'nonce-abc' 'strict-dynamic'`, 'abc'), []);
    assert.notDeepEqual(needed(`script-src 'nonce-abc' 'strict-dynamic'`, 'abd'), []);
  });
});
