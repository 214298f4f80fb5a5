import { describe, expect, it } from 'vitest';
import { ConfigError } from '../../../config/errors.ts';
import { parseConfig } from '../../../config/load.ts';
import { correlate } from '../../../model/correlation.ts';
import { describedTargets } from '../../../model/described-targets.ts';
import { anAlert } from '../../support/builders.ts';

const match = { instance: 'web-1:9100' };
const dns = { resolver: 'resolv.conf', names: ['db.example.com'] };
const host = {
  name: 'web-1',
  match,
  clock: { daemon: 'chronyd.service' },
  units: ['lamp.service', 'shop.service', { unit: 'report.service', runAgain: true }],
  dns: { ...dns, servers: ['10.0.0.9', '2001:db8::53'] },
};
const shop = {
  name: 'shop',
  host: 'web-1',
  match: { job: 'shop' },
  probe: { tcp: 'web-1.internal:80' },
  systemd: 'shop.service',
};

function read(...hosts: readonly object[]) {
  return parseConfig(JSON.stringify({ hosts, services: [shop] }), 'test.yaml', {});
}

function mistakesIn(changes: object): readonly string[] {
  try {
    read({ ...host, ...changes });
    return [];
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return error.mistakes.map(({ path, message }) => `${path}: ${message}`);
  }
}

describe('the parts of a host', () => {
  it('are read, each for its host', () => {
    const { clocks, units, resolvers } = read(host).hostParts;

    expect(clocks).toMatchObject([{ host: 'web-1', daemon: 'chronyd.service', maxOffsetMs: 100 }]);
    expect(units.map(({ unit, runAgain }) => [unit, runAgain])).toEqual([
      ['lamp.service', false],
      ['shop.service', false],
      ['report.service', true],
    ]);
    expect(resolvers).toMatchObject([{ kind: 'resolv.conf', names: dns.names, servers: ['10.0.0.9', '2001:db8::53'] }]);
  });

  it.each([
    [{ alertname: 'NodeClockSkewDetected' }, 'host/web-1/clock', null],
    [{ alertname: 'HostDnsResolutionFailing' }, 'host/web-1/dns', null],
    [{ alertname: 'NodeSystemdServiceFailed', name: 'lamp.service' }, 'host/web-1/unit/lamp.service', null],
    [{ alertname: 'NodeSystemdServiceFailed', name: 'shop.service' }, 'host/web-1/service/shop', 'service-down'],
    [{ alertname: 'ServiceDown', job: 'shop' }, 'host/web-1/service/shop', null],
    [{ alertname: 'NodeSystemdServiceFailed', name: '../../etc' }, 'host/web-1', null],
    [{ alertname: 'NodeSystemdServiceFailed', name: 'lamp.service', instance: 'web-2:9100' }, 'host/web-2', null],
    [{ alertname: 'AnythingElse' }, 'host/web-1', null],
  ])('are meant by alerts: %j is about %s', (labels, target, runbook) => {
    const described = describedTargets(read(host));

    expect(correlate(anAlert({ labels: { ...match, ...labels } }), [], described)).toMatchObject({ target, runbook });
  });

  it('leave the labels of alerts about look-ups to whoever writes those rules', () => {
    const described = describedTargets(read({ ...host, dns: { ...dns, match: { probe: 'dns of web-1' } } }));

    const { target } = correlate(anAlert({ labels: { alertname: 'Odd', probe: 'dns of web-1' } }), [], described);

    expect(target).toBe('host/web-1/dns');
  });

  it.each([
    [{ match: undefined }, /^hosts\.0\.match: say by which labels/],
    [{ clock: { daemon: 'cron.service' } }, /clock/],
    [{ units: ['lamp'] }, /write a unit with its ending/],
    [{ units: ['-rf.service'] }, /write a unit with its ending/],
    [{ dns: { ...dns, names: [] } }, /names/],
    [{ dns: { ...dns, names: ['--help'] } }, /write a name/],
    [{ dns: { ...dns, names: ['a b'] } }, /write a name/],
    [{ dns: { ...dns, names: ['10.0.0.1'] } }, /an address needs no look-up/],
    [{ dns: { ...dns, servers: ['ns.example.com'] } }, /write the IP address of a server/],
    [{ dns: { ...dns, servers: ['fe80::1%eth0'] } }, /write the IP address of a server/],
  ])('are refused where they say %j', (changes, words) => {
    expect(mistakesIn(changes).join('\n')).toMatch(words);
  });
});
