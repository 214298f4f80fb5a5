import { concludeExhaustion } from '../../../model/exhaustion/conclusion.ts';
import { exhaustionEvidence } from '../../../model/exhaustion/evidence.ts';
import type { ExhaustionFindings } from '../../../model/exhaustion/findings.ts';
import type { Diagnosis } from '../../../model/remediation/diagnosis.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { lookAtLimits } from '../../runbook/steps.ts';

const alertNames = [
  'NodeFileDescriptorLimit',
  'NodeHighNumberConntrackEntriesUsed',
  'HostConntrackLimit',
  'HostOutOfFileDescriptors',
  'ProcessTooManyOpenFiles',
  'ProcessFileDescriptorsExhausted',
];

interface ExhaustionDiagnosis extends Diagnosis {
  readonly limits: ExhaustionFindings;
}

/** Descriptors or tracked connections run out: find out who holds them. What to do about it is for people. */
export const hostExhaustion: Runbook<ExhaustionDiagnosis> = {
  summary: 'Descriptors or connections of a host run out: say who holds them, and why; nothing is changed.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(alertNames),

  async diagnose({ target }) {
    const limits = await lookAtLimits(target);
    const { cause, advice } = concludeExhaustion(limits);
    return {
      conclusion: advice === '' ? cause : `${cause}. Advice: ${advice}`,
      checks: [],
      logs: exhaustionEvidence(limits),
      limits,
    };
  },

  plan(_trouble, { limits }) {
    const { state, cause } = concludeExhaustion(limits);
    if (state === 'enough') return { noPlan: 'already-healthy', because: cause };
    if (limits.descriptors === null && state === 'unclear') return { noPlan: 'no-plan', because: cause };
    return { noPlan: 'diagnosis-only', because: cause };
  },

  proofOfHealth: ({ target }) => [{ check: 'limits-headroom', target }],
};
