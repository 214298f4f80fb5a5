import type { LogReading } from '../../../model/logs/log-reading.ts';
import { findingInWords } from '../../../model/logs/log-story.ts';
import type { CheckName } from '../../../model/names.ts';
import type { Check, CheckResult } from '../../../model/remediation/check.ts';
import type { Target } from '../../../model/target.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { awaitDependencies, collectLogs, readLogs, runChecks } from '../../runbook/steps.ts';

const alertNames = [
  'TargetDown',
  'InstanceDown',
  'ServiceDown',
  'HostServiceDown',
  'ProbeFailed',
  'BlackboxProbeFailed',
];

/** What is asked about the service, in the order in which people are told. */
const questions = ['service-probe', 'service-status', 'crash-loop', 'dependencies', 'settings-unchanged'] as const;
/** These are of interest where they explain something. */
const explanations = new Set<CheckName>(['crash-loop', 'dependencies', 'settings-unchanged']);

/** The service does not answer: look at it, keep its last words, restart it, prove that it answers again. */
export const serviceDown: Runbook = {
  summary: 'The service does not answer: restart it and prove that it answers again.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(alertNames),

  async diagnose(trouble) {
    const { target } = trouble;
    const [first, logs, reading] = await Promise.all([askAll(target), collectLogs(target), readLogs(trouble)]);
    if (!isHeldUp(first)) return { conclusion: conclusionOf(first, reading), checks: first, logs, reading };
    await awaitDependencies(target);
    const checks = await askAll(target);
    return {
      conclusion: `${conclusionOf(checks, reading)}; before: ${conclusionOf(first, null)}`,
      checks,
      logs,
      reading,
    };
  },

  plan({ target }, { checks }) {
    const [probe, loop, dependencies] = findings(checks, 'service-probe', 'crash-loop', 'dependencies');
    if (probe?.health === 'healthy') return { noPlan: 'already-healthy', because: 'the service answers' };
    if (probe?.health !== 'unhealthy')
      return { noPlan: 'no-plan', because: 'the probe could not tell whether it answers' };
    if (dependencies?.health === 'unhealthy') return { noPlan: 'dependency-down', because: dependencies.summary };
    if (loop?.health === 'unhealthy') return { noPlan: 'crash-loop', because: loop.summary };
    return [{ summary: `restart ${target}`, actions: [{ action: 'restart-service', target }] }];
  },

  proofOfHealth: ({ target }) => [answersProbe(target)],
};

function askAll(target: Target): Promise<readonly CheckResult[]> {
  return runChecks(questions.map((check) => ({ check, target })));
}

/** Whether something has to be repaired first. */
function isHeldUp(checks: readonly CheckResult[]): boolean {
  const [probe, dependencies] = findings(checks, 'service-probe', 'dependencies');
  return probe?.health === 'unhealthy' && dependencies?.health === 'unhealthy';
}

/** What the service and its manager say, and beside it only what may explain that; last what its log says first of all. */
function conclusionOf(checks: readonly CheckResult[], reading: LogReading | null): string {
  const told = checks.filter(({ check, health }) => !explanations.has(check) || health === 'unhealthy');
  const [first] = reading?.findings ?? [];
  const cause = first ? [`in its log: ${findingInWords(first)}`] : [];
  return [...told.map(({ summary }) => summary), ...cause].join('; ');
}

function findings(
  checks: readonly CheckResult[],
  ...names: readonly CheckName[]
): readonly (CheckResult | undefined)[] {
  return names.map((name) => checks.find(({ check }) => check === name));
}

function answersProbe(target: Target): Check {
  return { check: 'service-probe', target };
}
