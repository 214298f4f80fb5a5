import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { nextLimit, readMemoryFacts } from '../../../model/kubernetes/capacity/memory.ts';
import { bytesInWords } from '../../../model/kubernetes/quantity.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';
import { diagnosisOf } from '../../runbook/findings.ts';
import { namedBy } from '../../runbook/objects.ts';

/** A container was killed for want of memory: say whose memory ran out, and raise its limit where that was too low. */
export const containerOomKilled: Runbook = {
  summary:
    'A container was killed for want of memory: say whose memory ran out, and raise its own limit under the cap.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['memory-limits', 'container-memory-headroom'],
  mayDo: ['raise-memory-limit'],

  answers: alertsCalled(alertsAnsweredBy('container-oom-killed')),

  async diagnose({ target }) {
    return diagnosisOf(await runChecks([{ check: 'memory-limits', target }]));
  },

  plan({ target, alerts }, { checks: [limits], conclusion }) {
    if (limits?.health === 'healthy') return { noPlan: 'already-healthy', because: limits.summary };
    if (!limits?.facts) return { noPlan: 'no-plan', because: conclusion };
    const next = nextLimit(readMemoryFacts(limits.facts), namedBy(alerts, 'container'));
    if ('because' in next) return { noPlan: 'diagnosis-only', because: `${conclusion}; ${next.because}` };
    const { container, bytes, from } = next;
    const summary = `raise the memory limit of ${container} from ${bytesInWords(from)} to ${bytesInWords(bytes)}`;
    const settings = { container, bytes: String(bytes) };
    return [{ summary, actions: [{ action: 'raise-memory-limit', target, settings }] }];
  },

  proofOfHealth: ({ target }) => [{ check: 'container-memory-headroom', target }],
};
