import { alertsAnsweredBy } from '../../../model/kubernetes/alerts/catalogue.ts';
import { objectOf } from '../../../model/kubernetes/object.ts';
import type { CheckResult } from '../../../model/remediation/check.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { runChecks } from '../../runbook/steps.ts';
import { diagnosisOf, factOf } from '../../runbook/findings.ts';
import { podActions } from '../../runbook/objects.ts';

/** A cluster finds no addresses: prove it by look-ups, replace DNS pods one at a time, and prove that names are found. */
export const clusterDns: Runbook = {
  summary: 'A cluster finds no addresses: replace its DNS pods, one at a time.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,
  looks: ['cluster-dns', 'dns-pods'],
  mayDo: ['restart-dns-pod'],

  answers: alertsCalled(alertsAnsweredBy('cluster-dns')),

  async diagnose({ target }) {
    return diagnosisOf(
      await runChecks([
        { check: 'cluster-dns', target },
        { check: 'dns-pods', target },
      ]),
    );
  },

  plan({ target }, { checks, conclusion }) {
    const [lookUps, pods] = checks;
    if (lookUps?.health === 'healthy') return { noPlan: 'already-healthy', because: conclusion };
    const crashing = factOf(lookUps, 'crashLooping');
    const namespace = factOf(lookUps, 'namespace');
    const actions = podActions('restart-dns-pod', objectOf(target), namespace, factOf(lookUps, 'restart'));
    if (actions.length > 0) return [{ summary: `replace ${counted(actions.length)}, one at a time`, actions }];
    if (crashing !== '')
      return { noPlan: 'crash-loop', because: `${crashing} crash again and again, which a restart would only hide` };
    if (lookUps?.health === 'unhealthy' || pods?.health === 'unhealthy')
      return { noPlan: 'diagnosis-only', because: conclusion };
    return { noPlan: 'no-plan', because: `nobody could look anything up: ${saidBy(lookUps)}` };
  },

  proofOfHealth: ({ target }) => [{ check: 'cluster-dns', target }],
};

function counted(count: number): string {
  return count === 1 ? '1 DNS pod' : `${count} DNS pods`;
}

function saidBy(result: CheckResult | undefined): string {
  return result?.summary ?? 'no answer';
}
