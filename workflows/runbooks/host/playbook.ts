import type { Diagnosis } from '../../../model/remediation/diagnosis.ts';
import type { Rehearsal } from '../../../model/playbook/rehearsal.ts';
import { changesNothing, describeRehearsal } from '../../../model/playbook/rehearsal.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { rehearsePlaybook, runChecks } from '../../runbook/steps.ts';

interface PlaybookDiagnosis extends Diagnosis {
  readonly rehearsal: Rehearsal;
}

/** What operators wrote a playbook for: see what it would change, run it on its one host, and prove that it helped. */
export const playbook: Runbook<PlaybookDiagnosis> = {
  summary: 'Operators have a playbook for this: try it without changing anything, run it, prove that it helped.',
  defaultMode: 'observe',
  timeoutMs: 3 * 60 * 60 * 1_000,

  // Which alerts call for a playbook is described with it: their target says so, whatever they are called.
  answers: () => false,

  async diagnose({ target }) {
    const [checks, rehearsal] = await Promise.all([
      runChecks([{ check: 'playbook-proof', target }]),
      rehearsePlaybook(target),
    ]);
    const found = [...checks.map(({ summary }) => summary), describeRehearsal(rehearsal)];
    return { conclusion: found.join('; '), checks, logs: null, rehearsal };
  },

  plan({ target }, { checks: [proof], rehearsal }) {
    if (proof?.health === 'healthy') return { noPlan: 'already-healthy', because: proof.summary };
    if (proof?.health !== 'unhealthy')
      return { noPlan: 'no-plan', because: `what would prove that it helped cannot be told: ${proof?.summary}` };
    if (rehearsal.problem !== null || changesNothing(rehearsal))
      return { noPlan: 'no-plan', because: describeRehearsal(rehearsal) };
    // Who is asked for an approval reads this.
    const summary = `run the playbook ${target}; ${describeRehearsal(rehearsal)}`;
    return [{ summary, actions: [{ action: 'run-playbook', target }] }];
  },

  proofOfHealth: ({ target }) => [{ check: 'playbook-proof', target }],
};
