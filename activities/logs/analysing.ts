import type { RunOnHost } from '../../clients/commands/command.ts';
import type { KeepLogEvidence, LogEvidence } from '../../clients/evidence/log-evidence.ts';
import type { LogStore } from '../../clients/logs/log-store.ts';
import { analyseLogs as analyse } from '../../detection/logs/analyse-logs.ts';
import type { LogReading } from '../../model/logs/log-reading.ts';
import { maxFindings } from '../../model/logs/log-reading.ts';
import type { LogSubject } from '../../model/logs/log-subject.ts';
import type { ServiceDefinition } from '../../model/service.ts';
import type { Target } from '../../model/target.ts';
import { maskedLine } from '../../model/text/masked-line.ts';
import type { FindService } from '../described/services.ts';
import { excerptOf } from './excerpt.ts';
import type { FoundLogs, FoundWindow } from './found-logs.ts';
import { hasLines } from './found-logs.ts';
import { readHostLogs } from './hosts/host-logs.ts';
import { inTime } from './in-time.ts';
import { withoutPrivateKeys } from './private-keys.ts';
import { searchStore } from './store-logs.ts';
import { suspectsOf } from './subjects.ts';
import type { LogWindows } from './windows.ts';
import { windowsAround } from './windows.ts';

export interface AnalysingDependencies {
  readonly findService: FindService;
  readonly runOnHost: RunOnHost;
  /** Null where operators have described none. */
  readonly logStore: LogStore | null;
  readonly keepLogEvidence: KeepLogEvidence;
}

/** Which logs to read, and for whom. */
interface LogQuestion {
  /** The workflow id of the incident. */
  readonly incident: string;
  readonly target: Target;
  /** When the first alert fired, as it writes that. */
  readonly since: string;
  /** How long the slowest rule waits before it fires; 0 where nobody knows. */
  readonly pendingMs: number;
}

const keepMs = 5_000;
const maxLinkLength = 1_500;

/** The activity that finds in the logs what may have caused an incident. It answers whatever goes wrong, and says it. */
export function createAnalysingActivities(deps: AnalysingDependencies) {
  return {
    async analyseLogs({ incident, target, since, pendingMs }: LogQuestion): Promise<LogReading> {
      const windows = windowsAround(Date.parse(since) || Date.now(), pendingMs, Date.now());
      try {
        const { subjects, services } = suspectsOf(target, deps.findService);
        const { found, problems } = await readLogs(deps, subjects, services, windows);
        const link = linkOf(deps.logStore, subjects, windows);
        if (!found || (!hasLines(found) && found.problems.length > 0))
          return { ...nothingRead(windows, [...problems, ...(found?.problems ?? [])]), link };
        const { findings, lines } = study(found);
        const kept = await keep(deps.keepLogEvidence, {
          incident,
          target,
          source: found.source,
          ...windows.during,
          findings,
          lines,
        });
        return {
          ...nothingRead(windows, [...problems, ...found.problems, ...kept.problems]),
          source: maskedLine(found.source, 200),
          before: countOf(found.before),
          during: countOf(found.during),
          findings: findings.slice(0, maxFindings),
          evidence: kept.id,
          link,
        };
      } catch (error) {
        return nothingRead(windows, [`the logs could not be analysed: ${String(error)}`]);
      }
    },
  };
}

/** Asks the store, and the hosts where it has nothing or does not answer. */
async function readLogs(
  { logStore, runOnHost }: AnalysingDependencies,
  subjects: readonly LogSubject[],
  services: readonly ServiceDefinition[],
  windows: LogWindows,
): Promise<{ readonly found: FoundLogs | null; readonly problems: readonly string[] }> {
  const problems: string[] = [];
  let found: FoundLogs | null = null;
  if (logStore && subjects.length > 0) {
    try {
      found = await searchStore(logStore, subjects, windows);
      if (hasLines(found)) return { found, problems };
      problems.push(`${logStore.name} has no lines of it`);
    } catch (error) {
      problems.push(`${logStore.name} gave no lines: ${(error as Error).message}`);
    }
  }
  const own = await readHostLogs(services, windows, runOnHost);
  if (!own && !found) problems.push('no log of it is described');
  return { found: own ?? found, problems };
}

function study({ before, during }: FoundLogs): Pick<LogEvidence, 'findings' | 'lines'> {
  const quiet = withoutPrivateKeys(before.lines);
  const trouble = withoutPrivateKeys(during.lines);
  const windows = { beforeMs: lengthOf(before), duringMs: lengthOf(during) };
  const findings = analyse({ before: quiet, during: trouble, ...windows });
  return { findings, lines: excerptOf(trouble, findings) };
}

function lengthOf({ covered }: FoundWindow): number {
  return Math.max(1, covered.to - covered.from);
}

/** A disk that is full, or a store that is away, takes nothing from what was found. */
async function keep(
  keepLogEvidence: KeepLogEvidence,
  evidence: LogEvidence,
): Promise<{ readonly id: string | null; readonly problems: readonly string[] }> {
  if (evidence.lines.length === 0) return { id: null, problems: [] };
  try {
    return { id: await inTime(keepLogEvidence(evidence), keepMs), problems: [] };
  } catch (error) {
    return { id: null, problems: [`the lines could not be kept: ${(error as Error).message}`] };
  }
}

function linkOf(
  store: LogStore | null,
  subjects: readonly LogSubject[],
  { before, during }: LogWindows,
): string | null {
  if (!store || subjects.length === 0) return null;
  const link = store.linkTo({ subjects, from: before.from, to: during.to });
  return link !== null && link.length <= maxLinkLength ? link : null;
}

function countOf({ lines, total }: FoundWindow): LogReading['before'] {
  return { read: lines.length, total };
}

function nothingRead({ during }: LogWindows, problems: readonly string[]): LogReading {
  return {
    source: null,
    from: new Date(during.from).toISOString(),
    to: new Date(during.to).toISOString(),
    before: { read: 0, total: null },
    during: { read: 0, total: null },
    findings: [],
    evidence: null,
    link: null,
    problem: problems.length === 0 ? null : maskedLine(problems.join('; '), 500),
  };
}
