import type { CheckName } from '../../names.ts';
import type { CheckResult } from '../../remediation/check.ts';
import type { LogExcerpt } from '../../remediation/diagnosis.ts';
import { shorten } from '../../text/markdown.ts';
import type { PodTroubleKind } from './pod-trouble.ts';
import { isPodTroubleKind } from './pod-trouble.ts';
import type { Revision, Suspicion } from './rollout.ts';
import { earliestSuspicion, suspect } from './rollout.ts';

/** What the checks of a workload come to. */
export interface WorkloadConclusion {
  /** One line for people, with its evidence. */
  readonly conclusion: string;
  readonly details: readonly string[];
  /** What its sickest pod suffers from; null where none is sick. */
  readonly trouble: PodTroubleKind | null;
  readonly suspicion: Suspicion | null;
  /** The revisions that the cluster knows, the newest first. */
  readonly revisions: readonly Revision[];
  readonly logs: LogExcerpt | null;
}

/** How many lines each check may have of those that people get, in their order; 40 in all. */
const linesOf = {
  'workload-health': 4,
  'pod-state': 4,
  'container-restarts': 3,
  'container-logs': 8,
  'rollout-history': 7,
  'object-events': 5,
  scheduling: 3,
  'container-probes': 2,
  'disruption-budgets': 1,
  'sick-neighbours': 2,
  'object-description': 1,
} as const satisfies Partial<Record<CheckName, number>>;

/** Troubles in which a container has ended by itself. */
const crashes = new Set<PodTroubleKind>(['crash-loop', 'crashed', 'oom-killed']);

/** Draws the conclusion from what was asked about a workload; what was not asked or could not be told is left out. */
export function concludeOn(checks: readonly CheckResult[]): WorkloadConclusion {
  const of = (name: CheckName) => checks.find(({ check }) => check === name);
  const [state, logs] = [of('pod-state'), of('container-logs')];
  const kind = state?.facts?.['trouble'];
  const trouble = isPodTroubleKind(kind) ? kind : null;
  const revisions = readList(of('rollout-history')?.facts?.['revisions']) as readonly Revision[];
  const suspicion = trouble === null ? null : suspicionOf(checks, trouble, revisions);
  const lastLine = logs?.facts?.['lastLine'];
  const told = [
    tellingOf(checks),
    suspicion?.words,
    lastLine ? `its log says: ${shorten(lastLine, 160)}` : undefined,
    ...explanations(checks, trouble),
  ];
  return {
    conclusion: told.filter(Boolean).join('; '),
    details: detailsOf(checks),
    trouble,
    suspicion,
    revisions,
    logs: excerptOf(logs),
  };
}

/** What is wrong in the first place: the sickest pod, else the workload, else that nothing is. */
function tellingOf(checks: readonly CheckResult[]): string | undefined {
  const [state, health] = ['pod-state', 'workload-health'].map((name) => checks.find(({ check }) => check === name));
  return state?.health === 'unhealthy' || !health ? state?.summary : health.summary;
}

function suspicionOf(
  checks: readonly CheckResult[],
  trouble: PodTroubleKind,
  revisions: readonly Revision[],
): Suspicion | null {
  const facts = Object.assign({}, ...checks.map((check) => check.facts ?? {})) as Readonly<Record<string, string>>;
  const { backOffAt, finishedAt, restarts = '0', changes, onlyNewestSick } = facts;
  const crash = { onlyNewest: onlyNewestSick === 'true', backOffAt, finishedAt, restarts: Number(restarts) };
  const since = crashes.has(trouble) ? earliestSuspicion(crash, revisions[0]?.rolledOutAt ?? null) : null;
  return suspect(revisions, readList(changes) as readonly string[], { since, onlyNewest: crash.onlyNewest });
}

/** What else may explain it, in the order in which it should be looked at. */
function explanations(checks: readonly CheckResult[], trouble: PodTroubleKind | null): readonly string[] {
  const wanted: CheckName[] = trouble === 'not-scheduled' || trouble === null ? ['scheduling'] : [];
  if (trouble === 'not-ready') wanted.push('container-probes');
  const neighbours = checks.find(({ check }) => check === 'sick-neighbours');
  const { inNamespace = '0', onNode = '0', nodeReady } = neighbours?.facts ?? {};
  const many = nodeReady === 'false' || Number(inNamespace) + Number(onNode) > 0 ? [neighbours?.summary ?? ''] : [];
  const said = wanted.flatMap(
    (name) => checks.find(({ check, health }) => check === name && health === 'unhealthy')?.summary ?? [],
  );
  return [...said, ...many];
}

function detailsOf(checks: readonly CheckResult[]): readonly string[] {
  return (Object.entries(linesOf) as [CheckName, number][]).flatMap(([name, most]) => {
    const result = checks.find(({ check }) => check === name);
    if (!result) return [];
    if (result.health === 'unknown' && !result.details) return [`${name}: ${result.summary}`];
    return (result.details ?? []).slice(0, most);
  });
}

/** The last words of the sick container, for those who take over. */
function excerptOf(logs: CheckResult | undefined): LogExcerpt | null {
  const lines = logs?.details?.filter((line) => line.startsWith('log of ')) ?? [];
  return logs && lines.length > 0
    ? { source: shorten(logs.summary.split(/ (?:said|says)/)[0] ?? '', 200), text: lines.join('\n'), truncated: true }
    : null;
}

/** A list that a check has put among its facts. */
function readList(json: string | undefined): unknown {
  return json === undefined ? [] : JSON.parse(json);
}
