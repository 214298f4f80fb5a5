import { describe, expect, it } from 'vitest';
import { UnauthenticatedTriggerError, assertGuardedDoor } from '../../../triggers/authentication.ts';
import { aTriggerServer } from '../../support/trigger/trigger-server.ts';

const settings = (host: string) => ({ listen: { host, port: 0 }, tokens: [], allowUnauthenticated: false });

describe('assertGuardedDoor', () => {
  it.each([
    '0.0.0.0',
    '::',
    '::0',
    '192.0.2.7',
    '10.0.0.1',
    '128.0.0.1',
    '::ffff:10.0.0.1',
    '::ffff:0.0.0.0',
    '2001:db8::1',
    'fe80::1%eth0',
    'nightshift.example.internal',
    'localhost.example.internal',
    '127.0.0.1.example.internal',
    '0',
    '',
  ])('refuses %j without a token', (host) => {
    const check = () => assertGuardedDoor(settings(host));

    expect(check).toThrow(UnauthenticatedTriggerError);
    expect(check).toThrow('set trigger.tokens, listen on 127.0.0.1, or set trigger.allowUnauthenticated to true');
  });

  it.each(['127.0.0.1', '127.8.9.10', '::1', '0:0:0:0:0:0:0:1', '::ffff:127.0.0.1', 'localhost'])(
    'lets %j do without a token',
    (host) => {
      expect(() => assertGuardedDoor(settings(host))).not.toThrow();
    },
  );

  it.each([
    { what: 'a token', change: { tokens: ['a-token'] } },
    { what: 'leave to do without', change: { allowUnauthenticated: true } },
  ])('lets every address be used with $what', ({ change }) => {
    expect(() => assertGuardedDoor({ ...settings('0.0.0.0'), ...change })).not.toThrow();
  });

  it('is asked before the server is made', async () => {
    const server = aTriggerServer({ trigger: settings('0.0.0.0') });

    await expect(server).rejects.toThrow(UnauthenticatedTriggerError);
  });
});
