import type { ResolverKind } from './host-parts.ts';

/** A name that was looked up on a host, as every program there does it. */
export interface LookedUpName {
  readonly name: string;
  /** `unknown` where the host could not be asked. */
  readonly answer: 'found' | 'not-found' | 'unknown';
}

/** A server that was asked by itself. */
export interface AskedServer {
  readonly server: string;
  /** Whether the host uses it now, or might. */
  readonly use: 'in-force' | 'spare';
  /** Whether it knows every name, answers without, or not at all. */
  readonly state: 'answers' | 'fails' | 'silent';
}

/** How a host finds names, as it was found. */
export interface DnsExamination {
  readonly kind: ResolverKind;
  readonly names: readonly LookedUpName[];
  /** In the order in which the host asks them; empty where they could not be asked. */
  readonly servers: readonly AskedServer[];
  /** Why the servers could not be asked; empty where they were. */
  readonly problem: string;
}

/** A look-up as a whole: healthy when every name has an address, unknown when the host could not be asked. */
export function dnsHealth(names: readonly LookedUpName[]): 'healthy' | 'unhealthy' | 'unknown' {
  if (names.some(({ answer }) => answer === 'not-found')) return 'unhealthy';
  return names.length > 0 && names.every(({ answer }) => answer === 'found') ? 'healthy' : 'unknown';
}

/** What was looked up, in one line. */
export function describeNames(names: readonly LookedUpName[]): string {
  const missing = names.filter(({ answer }) => answer === 'not-found').map(({ name }) => name);
  if (missing.length > 0) return `no address for ${missing.join(', ')}`;
  return dnsHealth(names) === 'healthy'
    ? `an address for ${names.map(({ name }) => name).join(', ')}`
    : 'not looked up';
}

/** What each server said, in one line. */
export function describeServers({ servers, problem }: Pick<DnsExamination, 'servers' | 'problem'>): string {
  if (problem) return `its servers could not be asked: ${problem}`;
  if (servers.length === 0) return 'it has no server';
  return servers.map(({ server, use, state }) => `${server} ${state}${use === 'spare' ? ' (spare)' : ''}`).join(', ');
}
