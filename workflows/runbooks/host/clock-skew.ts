import { clockAlerts } from '../../../model/host/host-parts.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';

/** A host's clock is wrong: restart what keeps it, once, and prove that the clock is right. */
export const clockSkew: Runbook = {
  summary: "A host's clock is wrong: restart what keeps it, once, and prove that it is right.",
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(clockAlerts),

  async diagnose({ target }) {
    const questions = ['clock-offset', 'time-daemon', 'time-daemon-restarts'] as const;
    const checks = await runChecks(questions.map((check) => ({ check, target })));
    return { conclusion: checks.map(({ summary }) => summary).join('; '), checks, logs: null };
  },

  plan({ target }, { checks }) {
    const [offset, daemon, restarts] = checks;
    if (offset?.health === 'healthy' && daemon?.health === 'healthy')
      return { noPlan: 'already-healthy', because: `${offset.summary}; ${daemon.summary}` };
    // A clock that is right by its own account and wrong by ours may be ours that is wrong.
    if (daemon?.health !== 'unhealthy')
      return { noPlan: 'no-plan', because: `a restart is no answer: ${offset?.summary}, but ${daemon?.summary}` };
    if (restarts?.health !== 'healthy')
      return { noPlan: 'no-plan', because: `no restart is tried: ${restarts?.summary}; ${daemon.summary}` };
    return [{ summary: `restart the time daemon of ${target}`, actions: [{ action: 'restart-time-daemon', target }] }];
  },

  proofOfHealth: ({ target }) => [
    { check: 'clock-offset', target },
    { check: 'time-daemon', target },
  ],
};
