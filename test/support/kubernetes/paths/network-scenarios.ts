import type { Scenario } from '../../played/test-bed.ts';
import type { Sight } from './network-troubles.ts';
import { aNetworkTrouble, dnsFacts, inShop } from './network-troubles.ts';

const sick = { health: 'unhealthy' } as const;
const well = { health: 'healthy' } as const;

/** A Service one of whose members is sick, which its labels can take out alone. */
const oneMemberSick: Sight = {
  'backend-traffic': sick,
  'backend-members': { ...sick, facts: { pod: 'web-a', label: 'tier', value: 'front' } },
};

/** The paths of the runbooks for what does not answer in a cluster. */
export const networkScenarios = {
  'dns-pods-replaced': aNetworkTrouble({
    alert: 'CoreDNSErrorsHigh',
    target: inShop('Deployment'),
    // One of the names could be no pod.
    before: { 'cluster-dns': { ...sick, facts: dnsFacts({ cause: 'servers', restart: 'coredns-a ../b coredns-c' }) } },
    after: { 2: { 'cluster-dns': well } },
    rungs: 1,
    end: 'resolved',
  }),
  'member-taken-out': aNetworkTrouble({
    alert: 'HaproxyHighHttp5xxErrorRateBackend',
    target: inShop('Service'),
    before: oneMemberSick,
    after: {
      1: { 'backend-traffic': well, 'backend-members': sick },
      2: { 'backend-traffic': well, 'backend-members': well },
    },
    rungs: 2,
    end: 'resolved',
  }),
  'sidecars-connected': aNetworkTrouble({
    alert: 'D8IstioPodsWithoutIstioSidecar',
    target: inShop('Deployment'),
    before: { 'sidecar-connected': { ...sick, facts: { container: 'proxy', restart: 'web-a web-b web-c' } } },
    after: { 3: { 'sidecar-connected': well } },
    rungs: 1,
    end: 'resolved',
  }),
  'target-down-told': aNetworkTrouble({
    alert: 'TargetDown',
    target: inShop('Service'),
    before: { 'monitor-target': { ...sick, summary: 'what is known of its pods' } },
    end: 'escalated',
  }),
} as const satisfies Readonly<Record<string, Scenario>>;
