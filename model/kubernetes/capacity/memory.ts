import type { ClusterCaps } from '../cluster.ts';
import type { Facts } from '../../remediation/plan.ts';
import { bytesInWords } from '../quantity.ts';
import { nextMemoryLimit } from './next-step.ts';

/** What is known of the memory of one container, over all pods of its workload. Amounts are in bytes. */
export interface ContainerMemory {
  readonly name: string;
  readonly limit: number | null;
  readonly request: number | null;
  /** The most that one of its pods uses now; null where nobody measures it. */
  readonly usage: number | null;
  /** Pods in which its last end, or its present state, is that it was killed for want of memory. */
  readonly killed: number;
  /** ISO 8601. */
  readonly lastKilledAt: string | null;
  readonly restarts: number;
  /** Whether a node on which it was killed says that its memory runs out. */
  readonly isNodeShort: boolean;
}

/** Whose memory ran out when a container was killed. */
type ShortOf = 'limit' | 'node' | 'nobody';

/** A container without a limit, or on a node that runs out, is killed because of its neighbours. */
export function shortageOf({ killed, limit, isNodeShort }: ContainerMemory): ShortOf {
  if (killed === 0) return 'nobody';
  return limit === null || isNodeShort ? 'node' : 'limit';
}

/** From here on a container is close to its limit. */
const close = 0.9;

/** Whether a container uses so much of its limit that it may be killed next. */
export function isClose({ usage, limit }: Pick<ContainerMemory, 'usage' | 'limit'>): boolean {
  return usage !== null && limit !== null && usage >= limit * close;
}

/** One line about a container's memory. */
export function describeMemory(container: ContainerMemory): string {
  const { name, limit, request, usage, killed, lastKilledAt, restarts } = container;
  const [most, asked, used] = [limit, request, usage].map((bytes) => (bytes === null ? null : bytesInWords(bytes)));
  const share = usage !== null && limit ? ` (${Math.round((usage / limit) * 100)} %)` : '';
  const pods = killed === 1 ? '1 pod' : `${killed} pods`;
  return [
    `${name}: limit ${most ?? 'none'}, request ${asked ?? 'none'}`,
    used === null ? 'usage not measured' : `uses ${used}${share}`,
    killed === 0
      ? 'never killed for want of memory'
      : `killed for want of memory in ${pods}, last at ${lastKilledAt ?? 'an unknown time'}`,
    `${restarts} restarts`,
  ].join(', ');
}

/** What the memory of a workload's containers comes to, in one sentence. */
export function concludeMemory(containers: readonly ContainerMemory[]): string {
  const killed = containers.filter((one) => one.killed > 0);
  if (killed.length === 0) {
    const tight = containers.filter(isClose).map(({ name }) => name);
    return tight.length > 0
      ? `no container was killed, but ${tight.join(', ')} is close to its limit`
      : 'no container was killed for want of memory';
  }
  return killed.map(why).join('; ');
}

function why(container: ContainerMemory): string {
  const { name, limit, isNodeShort } = container;
  if (isNodeShort) return `the container ${name} was killed on a node that runs out of memory`;
  if (limit === null) return `the container ${name} has no limit and was killed when its node ran out of memory`;
  return `the container ${name} was killed at its own limit of ${bytesInWords(limit)}`;
}

/** What a repair has to know of a workload beside its containers. */
export interface MemoryFindings {
  readonly containers: readonly Pick<ContainerMemory, 'name' | 'limit'>[];
  /** Those that were killed at their own limit. */
  readonly short: readonly string[];
  /** How often Nightshift has raised a limit of this workload, and it was not taken back. */
  readonly raises: number;
  /** Why its template must not be changed now; null where nothing speaks against it. */
  readonly obstacle: string | null;
  readonly caps: Pick<ClusterCaps, 'memoryBytes'>;
}

/** What can be done about a container: its next limit, or why people have to look. */
type MemoryAnswer =
  { readonly container: string; readonly bytes: number; readonly from: number } | { readonly because: string };

/** More would not be a limit that was too low, but something that grows. */
const mostRaises = 2;

/**
 * Decides whether a limit is raised.
 *
 * @param named the container that the alert names; null where it names none.
 */
export function nextLimit(findings: MemoryFindings, named: string | null): MemoryAnswer {
  const { containers, short, raises, obstacle, caps } = findings;
  const [first, ...others] = named === null ? short : short.filter((name) => name === named);
  if (first === undefined) return { because: 'no limit of its own was too low' };
  if (others.length > 0) return { because: `several containers were killed at their limits: ${short.join(', ')}` };
  if (obstacle !== null) return { because: obstacle };
  if (raises >= mostRaises)
    return { because: `a limit of it was raised ${raises} times already: something in it may grow without end` };
  const from = containers.find(({ name }) => name === first)?.limit ?? null;
  const bytes = from === null ? null : nextMemoryLimit(from, caps);
  if (from === null || bytes === null)
    return { because: `the limit of ${first} has reached the cap of ${bytesInWords(caps.memoryBytes)}` };
  return { container: first, bytes, from };
}

/** Findings as facts of a check; {@link readMemoryFacts} reads them. */
export function memoryFacts({ containers, short, raises, obstacle, caps }: MemoryFindings): Facts {
  return {
    limits: containers.map(({ name, limit }) => `${name}=${limit ?? ''}`).join(' '),
    short: short.join(' '),
    raises: String(raises),
    obstacle: obstacle ?? '',
    most: String(caps.memoryBytes),
  };
}

/** The findings in the facts of a check. */
export function readMemoryFacts(facts: Facts): MemoryFindings {
  return {
    containers: wordsOf(facts['limits']).map((pair) => {
      const [name = '', limit = ''] = pair.split('=');
      return { name, limit: limit === '' ? null : Number(limit) };
    }),
    short: wordsOf(facts['short']),
    raises: Number(facts['raises']),
    obstacle: facts['obstacle'] || null,
    caps: { memoryBytes: Number(facts['most']) },
  };
}

function wordsOf(text = ''): readonly string[] {
  return text.split(' ').filter((word) => word !== '');
}
