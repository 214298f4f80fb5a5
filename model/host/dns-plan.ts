import type { Proposal } from '../remediation/plan.ts';
import type { Target } from '../target.ts';
import type { DnsExamination } from './dns-examination.ts';

/**
 * The ladder for a host that finds no addresses: empty the cache, restart the resolver, use another server. A rung that
 * could not help is left out; there is none where no server knows the names.
 */
export function dnsLadder(target: Target, examination: DnsExamination): readonly Proposal[] {
  const { kind } = examination;
  const hasProgram = kind !== 'resolv.conf' && mayBeTheProgram(examination);
  return [
    ...(hasProgram
      ? [
          { summary: `empty the cache of ${kind}`, actions: [{ action: 'flush-dns-cache', target }] as const },
          { summary: `restart ${kind}`, actions: [{ action: 'restart-dns-resolver', target }] as const },
        ]
      : []),
    ...(mayFallBack(examination)
      ? [
          {
            summary: `use ${standIn(examination)} before the servers that do not answer`,
            actions: [{ action: 'fall-back-dns-servers', target }] as const,
          },
        ]
      : []),
  ];
}

/** Not where the servers that systemd-resolved asks have no answer themselves: those of the others are on the host. */
function mayBeTheProgram({ kind, servers }: DnsExamination): boolean {
  const inForce = servers.filter(({ use }) => use === 'in-force');
  return kind !== 'systemd-resolved' || inForce.length === 0 || inForce.some(({ state }) => state === 'answers');
}

/** Where the first server that is asked has no answer and another one does. systemd-resolved takes spare ones only. */
function mayFallBack(examination: DnsExamination): boolean {
  if (standIn(examination) === undefined) return false;
  return examination.kind === 'systemd-resolved' || examination.servers[0]?.state !== 'answers';
}

function standIn({ kind, servers }: DnsExamination): string | undefined {
  const possible = servers.filter(({ use }) => kind !== 'systemd-resolved' || use === 'spare');
  return possible.find(({ state }) => state === 'answers')?.server;
}
