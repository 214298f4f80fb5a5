import type { CatalogueEntry } from './entry.ts';
import { after, alike } from './entry.ts';

const backend = {
  ruleSet: 'awesome-prometheus-alerts',
  class: 'auto',
  about: 'Service',
  labels: ['namespace', 'service'],
  forMs: after.oneMinute,
  runbook: 'backend-sick',
} as const;

const failing =
  'Ask the Service and each of its members; one sick of several is taken out, and comes back once it is well.';

/**
 * Alerts of load balancers, of ingresses and of service meshes. Their rules have other labels than these: a relabelling has to
 * say which Service or Deployment is meant.
 */
export const trafficAlerts: readonly CatalogueEntry[] = [
  ...alike(backend, {
    HaproxyHighHttp5xxErrorRateBackend: failing,
    HaproxyServerHealthcheckFailure: failing,
    IstioHigh5xxErrorRate: failing,
    LinkerdHighErrorRate: failing,
    NginxHighHttp5xxErrorRate: failing,
    TraefikHighHttp5xxErrorRateBackend: failing,
    TraefikHighHttp5xxErrorRateService: failing,
  }),
  ...alike({ ...backend, ruleSet: 'ingress-nginx' }, { NGINXTooMany500s: failing }),
  ...alike(
    {
      ruleSet: 'deckhouse',
      class: 'auto',
      about: 'Deployment',
      labels: ['namespace', 'deployment'],
      forMs: after.fiveMinutes,
      runbook: 'sidecar-disconnected',
    },
    {
      D8IstioPodsWithoutIstioSidecar:
        'Of a workload that a relabelling names, pods may be replaced one at a time, so that the sidecar is injected anew.',
    },
  ),
];
