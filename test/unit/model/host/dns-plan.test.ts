import { describe, expect, it } from 'vitest';
import type { DnsExamination } from '../../../../model/host/dns-examination.ts';
import { describeNames, describeServers, dnsHealth } from '../../../../model/host/dns-examination.ts';
import { dnsLadder } from '../../../../model/host/dns-plan.ts';
import { aDnsExamination, aServer } from '../../../support/hosts/host-parts.ts';

const target = 'host/web-1/dns';
const silent = aServer('10.0.0.1', { state: 'silent' });
const local = aServer('127.0.0.1', { state: 'fails' });
const spare = aServer('10.0.0.9', { use: 'spare' });

function rungsOf(changes: Partial<DnsExamination>) {
  return dnsLadder(target, aDnsExamination(changes)).map(({ actions }) => actions[0]?.action);
}

describe('the ladder for a host that finds no addresses', () => {
  const [flush, restart, fallBack] = ['flush-dns-cache', 'restart-dns-resolver', 'fall-back-dns-servers'];

  it.each<[string, Partial<DnsExamination>, readonly (string | undefined)[]]>([
    ['the first server is silent and the next one answers', {}, [fallBack]],
    ['the first server answers', { servers: [aServer('10.0.0.1'), silent] }, []],
    ['no server answers', { servers: [silent, silent] }, []],
    ['only a spare one answers', { servers: [silent, spare] }, [fallBack]],
    ['the servers could not be asked', { servers: [], problem: 'no such program' }, []],
    [
      'a program on the host fails, and there is no other server',
      { kind: 'dnsmasq', servers: [local] },
      [flush, restart],
    ],
    [
      'a program on the host fails, and there is another server',
      { kind: 'unbound', servers: [local, spare] },
      [flush, restart, fallBack],
    ],
    [
      'systemd-resolved does not find what its servers know',
      { kind: 'systemd-resolved', servers: [aServer('10.0.0.1')] },
      [flush, restart],
    ],
    ['the servers of systemd-resolved are silent', { kind: 'systemd-resolved', servers: [silent] }, []],
    [
      'the servers of systemd-resolved are silent, and a spare one answers',
      { kind: 'systemd-resolved', servers: [silent, spare] },
      [fallBack],
    ],
    ['nobody knows the servers of systemd-resolved', { kind: 'systemd-resolved', servers: [] }, [flush, restart]],
  ])('where %s', (_what, changes, rungs) => {
    expect(rungsOf(changes)).toEqual(rungs);
  });

  it('names the server that would be used', () => {
    expect(dnsLadder(target, aDnsExamination())[0]?.summary).toBe('use 10.0.0.2 before the servers that do not answer');
  });
});

describe('an examination', () => {
  const [found, missing, unknown] = (['found', 'not-found', 'unknown'] as const).map((answer) => ({
    name: `${answer}.example.com`,
    answer,
  }));

  it.each([
    [[found], 'healthy', 'an address for found.example.com'],
    [[found, missing, unknown], 'unhealthy', 'no address for not-found.example.com'],
    [[found, unknown], 'unknown', 'not looked up'],
    [[], 'unknown', 'not looked up'],
  ] as const)('of %j is %s: %s', (names, health, words) => {
    const known = names.flatMap((name) => name ?? []);

    expect(dnsHealth(known)).toBe(health);
    expect(describeNames(known)).toBe(words);
  });

  it.each([
    [{ servers: [silent, spare] }, '10.0.0.1 silent, 10.0.0.9 answers (spare)'],
    [{ servers: [] }, 'it has no server'],
    [{ problem: 'no such program' }, 'its servers could not be asked: no such program'],
  ])('tells the servers of %j', (changes, words) => {
    expect(describeServers(aDnsExamination(changes))).toBe(words);
  });
});
