import { unitAlerts } from '../../../model/host/host-parts.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { collectLogs, runChecks } from '../../runbook/steps.ts';

/** What is asked of systemd, in the order in which people are told. */
const questions = ['unit-state', 'unit-crash-loop', 'unit-dependencies', 'unit-obstacles'] as const;

/** A unit of systemd has failed: look at why, start it anew where that can help, prove that it stays up. */
export const unitFailed: Runbook = {
  summary: 'A unit of systemd has failed: start it anew where that can help, and prove that it stays up.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(unitAlerts),

  async diagnose({ target }) {
    const [checks, logs] = await Promise.all([
      runChecks(questions.map((check) => ({ check, target }))),
      collectLogs(target),
    ]);
    const told = checks.filter(({ check, health }) => check === 'unit-state' || health === 'unhealthy');
    return { conclusion: told.map(({ summary }) => summary).join('; '), checks, logs };
  },

  plan({ target }, { checks }) {
    const [state, loop, dependencies, obstacles] = checks;
    if (state?.health === 'healthy') return { noPlan: 'already-healthy', because: state.summary };
    if (state?.health !== 'unhealthy')
      return { noPlan: 'no-plan', because: `systemd does not say that it has failed: ${state?.summary}` };
    if (dependencies?.health === 'unhealthy') return { noPlan: 'dependency-down', because: dependencies.summary };
    if (loop?.health === 'unhealthy') return { noPlan: 'crash-loop', because: loop.summary };
    if (obstacles?.health !== 'healthy')
      return { noPlan: 'no-plan', because: `a start would not help: ${obstacles?.summary}` };
    return [{ summary: `restart ${target}`, actions: [{ action: 'restart-unit', target }] }];
  },

  proofOfHealth: ({ target }) => [{ check: 'unit-state', target }],
};
