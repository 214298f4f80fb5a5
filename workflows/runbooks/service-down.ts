import type { Check } from '../../model/remediation/check.ts';
import { collectLogs, runChecks } from '../steps.ts';
import type { Runbook, Trouble } from '../runbook.ts';

const alertNames = new Set([
  'TargetDown',
  'InstanceDown',
  'ServiceDown',
  'HostServiceDown',
  'ProbeFailed',
  'BlackboxProbeFailed',
]);

/** The service does not answer: look at it, keep its last words, restart it, prove that it answers again. */
export const serviceDown: Runbook = {
  summary: 'The service does not answer: restart it and prove that it answers again.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: ({ labels }) => alertNames.has(labels['alertname'] ?? ''),

  async diagnose({ target }) {
    const [checks, logs] = await Promise.all([
      runChecks([answersProbe(target), { check: 'service-status', target }]),
      collectLogs(target),
    ]);
    return { conclusion: checks.map(({ summary }) => summary).join('; '), checks, logs };
  },

  plan({ target }, { checks }) {
    const probe = checks.find(({ check }) => check === 'service-probe');
    if (probe?.health === 'healthy') return { noPlan: 'already-healthy', because: 'the service answers' };
    if (probe?.health !== 'unhealthy')
      return { noPlan: 'no-plan', because: 'the probe could not tell whether it answers' };
    return [{ summary: `restart ${target}`, actions: [{ action: 'restart-service', target }] }];
  },

  proofOfHealth: ({ target }) => [answersProbe(target)],
};

function answersProbe(target: Trouble['target']): Check {
  return { check: 'service-probe', target };
}
