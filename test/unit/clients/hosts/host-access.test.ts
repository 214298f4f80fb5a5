import { describe, expect, it } from 'vitest';
import type { HostDuties } from '../../../../clients/hosts/host-access.ts';
import { hostConfigurationFor, sudoersFor } from '../../../../clients/hosts/host-access.ts';
import type { CleaningRule } from '../../../../model/host/cleaning.ts';
import { aDisk, anArea, aService } from '../../../support/builders.ts';
import { aDescribedCertificate } from '../../../support/certificates/certificates.ts';
import { hostDuties } from '../../../support/hosts/host-duties.ts';
import { aClock, aResolver, aUnit, noHostParts } from '../../../support/hosts/host-parts.ts';

const rules: readonly CleaningRule[] = [
  { kind: 'temporary', root: '/srv/data/tmp', olderThanMinutes: 60 },
  { kind: 'logs', configFile: '/etc/rotate.conf', stateFile: null },
  { kind: 'logs', configFile: '/etc/other.conf', stateFile: '/var/lib/state' },
  { kind: 'packages', manager: 'apt' },
  { kind: 'journal', keepBytes: 5e8 },
  { kind: 'images', engine: 'podman' },
  { kind: 'backups', root: '/srv/data/dumps', keepAtLeast: 3, olderThanMinutes: 1_440, suffix: '.gz' },
];
const disk = aDisk({ areas: rules.map((rule, nth) => anArea(rule, String(nth))) });

/** What the account may run, without the words that begin each line. */
function allowed(duties: Partial<HostDuties>): readonly string[] {
  const begin = 'nightshift ALL=(root) NOPASSWD: ';
  return sudoersFor('nightshift', hostDuties(duties))
    .split('\n')
    .filter((line) => line.startsWith(begin))
    .map((line) => line.slice(begin.length));
}

describe('the sudoers file of a host', () => {
  it('allows to look at each disk, and to list and clean each of its areas', () => {
    const tool = '/usr/local/libexec/nightshift-host';

    expect(allowed({ disks: [disk] })).toEqual(
      [
        'usage /srv/data',
        'largest /srv/data 10',
        'deleted-open /srv/data',
        'files list /srv/data/tmp 60',
        'files clean /srv/data/tmp 60',
        'logs list /etc/rotate.conf',
        'logs rotate /etc/rotate.conf',
        'logs list /etc/other.conf /var/lib/state',
        'logs rotate /etc/other.conf /var/lib/state',
        'caches list apt',
        'caches clean apt',
        'journal list 500000000',
        'journal vacuum 500000000',
        'images list podman',
        'images prune podman',
        'backups list /srv/data/dumps 3 1440 .gz',
        'backups clean /srv/data/dumps 3 1440 .gz',
      ].map((words) => `${tool} ${words}`),
    );
  });

  it('allows to restart a unit, and what else goes through sudo', () => {
    const unit = aService({ manager: { kind: 'systemd', unit: 'shop.service' } });
    const own = aService({
      probe: { kind: 'command', command: ['sudo', '-n', '/opt/probe'], timeoutMs: 1 },
      status: ['/opt/status'],
      restart: ['sudo', '-n', '/opt/restart', 'a b', 'x=*,y:\\'],
    });
    const broken = aService({ restart: ['sudo', '-n', '/opt/restart', 'a\nb'] });
    const empty = aService({ restart: ['sudo', '-n', '/opt/restart', '', 'a'] });
    const container = aService({ manager: { kind: 'container', container: 'cart', api: 'unix:///x' } });

    expect(allowed({ services: [unit, own, container, broken, empty, unit] })).toEqual([
      '/usr/bin/systemctl restart shop.service',
      String.raw`/opt/restart a\ b x\=\*\,y\:\\\\`,
      '/opt/probe ""',
    ]);
  });

  it.each([
    [true, ['/usr/local/libexec/nightshift-limits descriptors', '/usr/local/libexec/nightshift-limits connections']],
    [false, []],
  ])('allows to look at limits, as root: %s', (asRoot, lines) => {
    expect(allowed({ limits: [{ host: 'host-1', match: {}, asRoot }] })).toEqual(lines);
  });

  it('allows to read a certificate where root has to, to renew and to reload it, and nothing near that', () => {
    const certificate = aDescribedCertificate({
      file: { path: '/etc/tls/shop.pem', asRoot: true },
      renew: ['sudo', '-n', '/usr/bin/certbot', 'renew', '--cert-name', 'shop'],
      reload: ['sudo', '-n', 'systemctl', 'reload', 'nginx.service'],
    });
    const readable = aDescribedCertificate({ renew: ['renew-shop'] });

    expect(allowed({ certificates: [certificate, readable] })).toEqual([
      '/usr/bin/openssl x509 -in /etc/tls/shop.pem',
      '/usr/bin/certbot renew --cert-name shop',
      '/usr/bin/systemctl reload nginx.service',
    ]);
  });
});

describe('the sudoers file of a host with a clock, units and a resolver', () => {
  const dns = '/usr/local/libexec/nightshift-host-dns';
  const fileCommands = ['servers', 'fall-back', 'restore'].map((verb) => `${dns} ${verb} file`);

  it.each([
    [{ clocks: [aClock()] }, ['/usr/bin/systemctl restart chrony.service']],
    [{ units: [aUnit()] }, ['/usr/bin/systemctl reset-failed lamp.service', '/usr/bin/systemctl restart lamp.service']],
    [{ resolvers: [aResolver()] }, fileCommands],
    [
      { resolvers: [aResolver({ kind: 'dnsmasq' })] },
      [
        String.raw`/usr/bin/systemctl kill --signal\=HUP dnsmasq.service`,
        '/usr/bin/systemctl restart dnsmasq.service',
        ...fileCommands,
      ],
    ],
    [
      { resolvers: [aResolver({ kind: 'unbound' })] },
      ['/usr/sbin/unbound-control flush_zone .', '/usr/bin/systemctl restart unbound.service', ...fileCommands],
    ],
    [
      { resolvers: [aResolver({ kind: 'systemd-resolved' })] },
      [
        '/usr/bin/resolvectl flush-caches',
        '/usr/bin/systemctl restart systemd-resolved.service',
        ...['servers', 'fall-back', 'restore'].map((verb) => `${dns} ${verb} resolved`),
      ],
    ],
  ])('of %j allows just what they need', (parts, commands) => {
    expect(allowed({ hostParts: { ...noHostParts, ...parts } })).toEqual(commands);
  });
});

describe('the configuration of nightshift-host', () => {
  it('says which names and servers the DNS of a host is about', () => {
    const resolvers = [aResolver({ names: ['a.example', 'b.example'], servers: ['10.0.0.9'] })];

    expect(hostConfigurationFor(hostDuties({ hostParts: { ...noHostParts, resolvers } }))).toContain(
      '\ndns file 10.0.0.9\ndns-name a.example b.example\n',
    );
  });

  it('allows the same on the side of the host', () => {
    expect(
      hostConfigurationFor(hostDuties({ disks: [disk, disk], limits: [{ host: 'host-1', match: {}, asRoot: true }] }))
        .split('\n')
        .slice(1),
    ).toEqual([
      'look /srv/data',
      'files /srv/data/tmp 60',
      'logs /etc/rotate.conf',
      'logs /etc/other.conf /var/lib/state',
      'caches apt',
      'journal 500000000',
      'images podman',
      'backups /srv/data/dumps 3 1440 .gz',
      'limits',
      '',
    ]);
  });
});
