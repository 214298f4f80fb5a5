import { proxyActivities } from '@temporalio/workflow';
import type { Activities } from '../../activities/index.ts';
import type { Labels } from '../../model/alert/alert.ts';
import type { CertificateFindings } from '../../model/certificate/certificate.ts';
import type { ExhaustionFindings } from '../../model/exhaustion/findings.ts';
import type { DiskForecast } from '../../model/host/disk-forecast.ts';
import type { DnsExamination } from '../../model/host/dns-examination.ts';
import type { DiskMeasurement } from '../../model/host/disk-measurement.ts';
import type { LogReading } from '../../model/logs/log-reading.ts';
import type { Rehearsal } from '../../model/playbook/rehearsal.ts';
import type { Check, CheckResult } from '../../model/remediation/check.ts';
import type { LogExcerpt } from '../../model/remediation/diagnosis.ts';
import type { Target } from '../../model/target.ts';
import type { Trouble } from './runbook.ts';
import { inertLine } from '../../model/text/markdown.ts';
import { longestRuleMs } from '../../model/remediation/hold.ts';
import { throwCancellation } from '../remediation/failures.ts';
import { look, readAtLeisure, untilRepaired, walk } from '../activity-profiles.ts';

/**
 * The steps a runbook can take, each shown in the Temporal UI with what it is for.
 * Only the engine acts; a runbook looks, and says what it wants to have done.
 */
const looking = proxyActivities<Activities>(look);
const reading = proxyActivities<Activities>(readAtLeisure);
const waiting = proxyActivities<Activities>(untilRepaired);
const walking = proxyActivities<Activities>(walk);

/** Asks several checks at the same time; the answers come in their order. */
export function runChecks(checks: readonly Check[]): Promise<CheckResult[]> {
  const names = [...new Set(checks.map(({ check }) => check))].join(', ');
  return looking.runChecks.executeWithOptions({ summary: title(names, checks[0]?.target ?? 'nothing') }, [checks]);
}

/** Collects the end of a target's log, masked and capped; null where it has none. */
export function collectLogs(target: Target): Promise<LogExcerpt | null> {
  return looking.collectLogs.executeWithOptions({ summary: title('collect logs of', target) }, [{ target }]);
}

/** Looks at a certificate where it is served and where it lies. */
export function readCertificates(target: Target): Promise<CertificateFindings> {
  return looking.readCertificates.executeWithOptions({ summary: title('read the certificate', target) }, [{ target }]);
}

/** Looks at who holds the descriptors and connections of a host. */
export function lookAtLimits(target: Target): Promise<ExhaustionFindings> {
  return walking.lookAtLimits.executeWithOptions({ summary: title('look at the limits of', target) }, [{ target }]);
}

/**
 * Gives incidents of their own the time to repair what a service depends on. Whether they did is for the next look to
 * tell: the wait ends without a result.
 */
export async function awaitDependencies(target: Target): Promise<void> {
  const summary = title('repaired first: what is needed by', target);
  await waiting.awaitDependencies.executeWithOptions({ summary }, [{ target }]).catch(throwCancellation);
}

/**
 * Reads the logs of a target, and of what it depends on, around the time its trouble began; what could not be read is
 * said in the answer. It is null where that took too long: no repair waits for its explanation.
 */
export async function readLogs({ incident, target, since, alerts }: Trouble): Promise<LogReading | null> {
  const question = { incident, target, since, pendingMs: longestRuleMs({ target, alerts }) };
  try {
    return await reading.analyseLogs.executeWithOptions({ summary: title('read the logs of', target) }, [question]);
  } catch (error) {
    throwCancellation(error);
    return null;
  }
}

/** Looks up a host's names, and asks each of its servers. */
export function examineDns(target: Target): Promise<DnsExamination> {
  return walking.examineDns.executeWithOptions({ summary: title('examine', target) }, [{ target }]);
}

/** Measures a disk, and what each of its areas would give. */
export function measureDisk(target: Target): Promise<DiskMeasurement> {
  return walking.measureDisk.executeWithOptions({ summary: title('measure', target) }, [{ target }]);
}

/**
 * Says how fast a disk fills up; null where there is nobody to ask.
 *
 * @param labels what tells its file system from all others; null where nothing does.
 */
export function forecastDisk(target: Target, labels: Labels | null): Promise<DiskForecast | null> {
  return looking.forecastDisk.executeWithOptions({ summary: title('forecast', target) }, [{ labels }]);
}

/** Plays a playbook without changing anything, and tells what it would change. */
export function rehearsePlaybook(target: Target): Promise<Rehearsal> {
  return walking.rehearsePlaybook.executeWithOptions({ summary: title('try out', target) }, [{ target }]);
}

function title(what: string, target: Target): string {
  return inertLine(`${what} ${target}`, 200);
}
