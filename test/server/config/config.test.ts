import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readConfig } from '../../../server/config/config.ts';
import { readEnvironment } from '../../../server/config/environment.ts';

const configOf = (variables: Record<string, string>) => readConfig(readEnvironment(variables));

describe('the configuration', () => {
  test('with nothing set serves this machine alone, from the embedded database', () => {
    const config = configOf({});

    assert.deepEqual(config, {
      port: 8080,
      host: '127.0.0.1',
      origin: 'http://handrail.localhost:8080',
      dataFolder: `${process.cwd()}/data`,
      databaseUrl: null,
      region: null,
      machineRoleTenants: new Set(),
      spoolLimitBytes: 10_737_418_240,
      clamd: null,
      tenantsFile: null,
      localHosts: new Set(),
      trustProxyHops: 0,
      logLevel: 'info',
    });
  });

  test('takes an empty variable for one that is not set', () => {
    assert.equal(configOf({ DATABASE_URL: '', HANDRAIL_PORT: '' }).databaseUrl, null);
  });

  test('reads what is set', () => {
    const config = configOf({
      HANDRAIL_PORT: '9000',
      HANDRAIL_HOST: '0.0.0.0',
      HANDRAIL_ORIGIN: 'https://handrail.example',
      HANDRAIL_DATA: '/var/lib/handrail',
      DATABASE_URL: 'postgres://handrail@db/handrail',
      HANDRAIL_TENANTS: '/etc/handrail/tenants.json',
      HANDRAIL_UNSAFE_LOCAL_HOSTS: 'a.localhost,b.localhost',
      HANDRAIL_TRUST_PROXY_HOPS: '1',
      HANDRAIL_LOG_LEVEL: 'warn',
    });

    assert.equal(config.origin, 'https://handrail.example');
    assert.deepEqual([...config.localHosts], ['a.localhost', 'b.localhost']);
    assert.deepEqual([config.port, config.trustProxyHops], [9000, 1]);
  });

  test('refuses an origin without TLS, but on this machine', () => {
    assert.throws(
      () => configOf({ HANDRAIL_ORIGIN: 'http://handrail.example' }),
      /HANDRAIL_ORIGIN should be https/,
    );
    assert.throws(
      () => configOf({ HANDRAIL_ORIGIN: 'http://localhost.example' }),
      /HANDRAIL_ORIGIN should be https/,
    );
    assert.equal(configOf({ HANDRAIL_ORIGIN: 'http://localhost:1234' }).origin, 'http://localhost:1234');
  });

  test('refuses a variable that it does not know, and says which', () => {
    assert.throws(() => configOf({ HANDRAIL_PROT: '80' }), /HANDRAIL_PROT is not a variable of Handrail/);
  });

  const wrong: readonly (readonly [string, string])[] = [
    ['HANDRAIL_PORT', 'http'],
    ['HANDRAIL_PORT', '65536'],
    ['HANDRAIL_ORIGIN', 'https://handrail.example/'],
    ['DATABASE_URL', 'mysql://secret-password@db/x'],
    ['HANDRAIL_UNSAFE_LOCAL_HOSTS', 'a.localhost:8080'],
    ['HANDRAIL_TRUST_PROXY_HOPS', '-1'],
    ['HANDRAIL_LOG_LEVEL', 'loud'],
  ];
  for (const [name, value] of wrong) {
    test(`refuses ${name}=${value} by its name, and does not repeat the value`, () => {
      assert.throws(
        () => configOf({ [name]: value }),
        (error) =>
          error instanceof Error &&
          error.message.startsWith(`${name} should be `) &&
          !error.message.includes(value),
      );
    });
  }
});
