import type { DnsExamination } from '../../../model/host/dns-examination.ts';
import { describeNames, describeServers, dnsHealth } from '../../../model/host/dns-examination.ts';
import { dnsLadder } from '../../../model/host/dns-plan.ts';
import { dnsAlerts } from '../../../model/host/host-parts.ts';
import type { Diagnosis } from '../../../model/remediation/diagnosis.ts';
import type { Runbook } from '../../runbook/runbook.ts';
import { alertsCalled } from '../../runbook/runbook.ts';
import { examineDns } from '../../runbook/steps.ts';

interface DnsDiagnosis extends Diagnosis {
  readonly dns: DnsExamination;
}

/** A host finds no addresses: empty the cache, restart the resolver, use another server, and prove that names are found. */
export const hostDns: Runbook<DnsDiagnosis> = {
  summary: 'A host finds no addresses: empty the cache, restart the resolver, or use the next server.',
  defaultMode: 'observe',
  timeoutMs: 60 * 60 * 1_000,

  answers: alertsCalled(dnsAlerts),

  async diagnose({ target }) {
    const dns = await examineDns(target);
    return { conclusion: `${describeNames(dns.names)}; ${describeServers(dns)}`, checks: [], logs: null, dns };
  },

  plan({ target }, { dns, conclusion }) {
    const health = dnsHealth(dns.names);
    if (health === 'healthy') return { noPlan: 'already-healthy', because: conclusion };
    if (health === 'unknown') return { noPlan: 'no-plan', because: `the host could not be asked: ${conclusion}` };
    const ladder = dnsLadder(target, dns);
    return ladder.length > 0 ? ladder : { noPlan: 'no-plan', because: `nothing here would help: ${conclusion}` };
  },

  proofOfHealth: ({ target }) => [{ check: 'dns-lookups', target }],
};
