import type { PodState } from '../workloads/pod-state.ts';
import { isCrashLooping, isThere } from './pod-state.ts';

/** What one server said of one name. */
export interface LookUp {
  /** How the server is called: its pod, or its address. */
  readonly server: string;
  /** The pod that was asked; null for any other address. */
  readonly pod: string | null;
  readonly name: string;
  /** `closed`: nobody listens there; `unknown`: the question could not be put. */
  readonly answer: 'found' | 'no-such-name' | 'fails' | 'silent' | 'closed' | 'unknown';
  readonly ms: number;
}

/** What is wrong with the look-ups of a cluster. */
export interface DnsJudgement {
  readonly health: 'healthy' | 'unhealthy' | 'unknown';
  /**
   * `servers`: some do not answer, or not well. `upstream`: names outside of the cluster fail everywhere, others do
   * not. `names`: there are no such names. `unreachable`: the worker reaches nobody whom it could ask.
   */
  readonly cause: 'none' | 'servers' | 'upstream' | 'names' | 'unreachable';
  /** The servers that are to blame, by what they are called. */
  readonly sick: readonly string[];
}

/** Whether a name is one that the cluster itself answers for. */
function isClusterName(name: string): boolean {
  return /\.svc(?:\.|$)|\.cluster\.local\.?$/.test(name);
}

/**
 * Says who is to blame for look-ups that fail.
 *
 * @param areDescribed whether operators said whom to ask: then silence is the servers', else it may be the way to them.
 */
export function judgeDns(lookUps: readonly LookUp[], pods: readonly PodState[], areDescribed: boolean): DnsJudgement {
  const put = lookUps.filter(({ answer }) => answer !== 'unknown');
  if (put.length === 0) return { health: 'unknown', cause: 'unreachable', sick: [] };
  if (put.every(({ answer }) => answer === 'found')) return { health: 'healthy', cause: 'none', sick: [] };
  if (!areDescribed && isOutOfReach(put, pods)) return { health: 'unknown', cause: 'unreachable', sick: [] };

  const byServer = Map.groupBy(put, ({ server }) => server);
  const [dead, alive] = [[] as string[], [] as string[]];
  for (const [server, answers] of byServer) (answers.some(isSaid) ? alive : dead).push(server);
  const failsAt = (server: string): readonly LookUp[] =>
    (byServer.get(server) ?? []).filter(({ answer }) => answer !== 'found');
  const everywhere = namesFailing(put.filter(({ server }) => alive.includes(server)));
  const ownFault = [...everywhere].some(([name, answers]) => isClusterName(name) && !answers.every(isDenied));
  const lame = alive.filter((server) => ownFault || failsAt(server).some(({ name }) => !everywhere.has(name)));
  const sick = [...dead, ...lame];
  if (sick.length > 0) return { health: 'unhealthy', cause: 'servers', sick };
  const cause = [...everywhere.values()].flat().every(isDenied) ? 'names' : 'upstream';
  return { health: 'unhealthy', cause, sick: [] };
}

/** Nobody said a word although every pod that was asked is ready: then it may as well be the network. */
function isOutOfReach(lookUps: readonly LookUp[], pods: readonly PodState[]): boolean {
  const asked = new Set(lookUps.map(({ pod }) => pod));
  return (
    lookUps.every(({ answer }) => answer === 'silent') &&
    pods.filter(({ name }) => asked.has(name)).every(({ isReady }) => isReady)
  );
}

/** Names that no server has an address for, with what was said of them. */
function namesFailing(lookUps: readonly LookUp[]): ReadonlyMap<string, readonly LookUp[]> {
  const byName = Map.groupBy(lookUps, ({ name }) => name);
  return new Map([...byName].filter(([, answers]) => answers.every(({ answer }) => answer !== 'found')));
}

function isSaid({ answer }: LookUp): boolean {
  return answer !== 'silent' && answer !== 'closed';
}

function isDenied({ answer }: LookUp): boolean {
  return answer === 'no-such-name';
}

/**
 * Whether look-ups at a pod succeed. One that was not asked is not silent: no more servers are asked than a bound allows.
 * Where nobody knows who is behind a server, one that answers stands for all pods.
 */
export function answersLookUps(
  { sick }: Pick<DnsJudgement, 'sick'>,
  lookUps: readonly LookUp[],
  { name, ip }: Pick<PodState, 'name' | 'ip'>,
): 'yes' | 'no' | 'unknown' {
  const put = lookUps.filter(({ answer }) => answer !== 'unknown');
  if (put.some(({ pod }) => pod === name)) return sick.includes(name) ? 'no' : 'yes';
  if (ip === null) return 'no';
  if (lookUps.some(({ pod }) => pod !== null)) return 'unknown';
  return put.some(({ server }) => !sick.includes(server)) ? 'yes' : 'no';
}

/**
 * The pods that a restart may help, in the order in which they should go. Where nobody knows which pod is behind a
 * server, those that are not ready go, else all of them, one at a time.
 */
export function podsToRestart(
  { cause, sick }: DnsJudgement,
  lookUps: readonly LookUp[],
  pods: readonly PodState[],
): readonly PodState[] {
  if (cause !== 'servers') return [];
  const present = pods.filter((pod) => isThere(pod) && !isCrashLooping(pod));
  const blamed = lookUps.filter(({ server }) => sick.includes(server)).map(({ pod }) => pod);
  if (lookUps.some(({ pod }) => pod !== null)) return present.filter(({ name }) => blamed.includes(name));
  const unready = present.filter(({ isReady }) => !isReady);
  return unready.length > 0 ? unready : present;
}

/** What the servers said, one line for each. */
export function lookUpsInWords(lookUps: readonly LookUp[]): readonly string[] {
  return [...Map.groupBy(lookUps, ({ server }) => server)].map(([server, answers]) => {
    const bad = answers
      .filter(({ answer }) => answer !== 'found')
      .map(({ name, answer }) => `${name}: ${said[answer]}`);
    const slowest = Math.max(...answers.map(({ ms }) => ms));
    return `${server}: ${bad.length === 0 ? 'an address for every name' : bad.join(', ')} (at most ${slowest} ms)`;
  });
}

const said: Readonly<Record<LookUp['answer'], string>> = {
  found: 'found',
  'no-such-name': 'no such name',
  fails: 'the server fails',
  silent: 'no answer in time',
  closed: 'nobody listens there',
  unknown: 'could not be asked',
};
