import { describe, expect, it } from 'vitest';
import { isServing, lazyClient, temporalSettings } from '../../../../clients/temporal/temporal.ts';
import { aClosedPort } from '../../../support/http/http-stub.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

async function settingsFrom(env: Readonly<Record<string, string>>) {
  // A profile file of whoever runs the test must not count.
  return temporalSettings({ TEMPORAL_CONFIG_FILE: `${await aScratchFolder()}/none.toml`, ...env });
}

describe('temporalSettings', () => {
  it('means the local server where nothing is set', async () => {
    expect(await settingsFrom({})).toEqual({ connection: { address: 'localhost:7233' }, namespace: 'default' });
  });

  it('reads the standard settings', async () => {
    const settings = await settingsFrom({
      TEMPORAL_ADDRESS: '127.0.0.1:1234',
      TEMPORAL_NAMESPACE: 'shop',
      TEMPORAL_API_KEY: 'key',
      TEMPORAL_GRPC_META_X_TEAM: 'a',
    });

    expect(settings).toMatchObject({
      connection: { address: '127.0.0.1:1234', apiKey: 'key', metadata: { 'x-team': 'a' } },
      namespace: 'shop',
    });
    expect(settings.connection.tls).toBeTruthy();
  });
});

describe('isServing', () => {
  it('says no for a server that is not there', async () => {
    const client = lazyClient({
      connection: { address: `127.0.0.1:${await aClosedPort()}` },
      namespace: 'default',
    });

    expect(await isServing(client, 500)).toBe(false);

    await client.connection.close();
  });
});
