import { describe, expect, it } from 'vitest';
import type { Alert } from '../../../model/alert/alert.ts';
import type { Route } from '../../../model/correlation.ts';
import { describedTargets } from '../../../model/described-targets.ts';
import { correlate } from '../../../model/correlation.ts';
import type { ModeRule } from '../../../model/remediation/policy.ts';
import { parseConfig } from '../../../config/load.ts';
import { explain } from '../../../triggers/explain.ts';
import { runbookFor } from '../../../workflows/runbooks/index.ts';
import { aCluster } from '../../support/kubernetes/builders.ts';
import { aResolvedAlert, aService, anAlert, nothingDescribed } from '../../support/builders.ts';

type ExplainConfig = Parameters<typeof explain>[1];

/** A configuration that describes the service of {@link aService}. */
function aConfig(modes: readonly Partial<ModeRule>[] = [], routes: readonly Partial<Route>[] = []): ExplainConfig {
  const { policy } = parseConfig('', 'nightshift.yaml', {});
  return {
    ...nothingDescribed,
    clusters: [aCluster()],
    services: [aService()],
    routes: routes.map((route) => ({
      name: 'a route',
      match: { alertname: 'Odd' },
      ignore: false,
      groupBy: null,
      runbook: null,
      ...route,
    })),
    policy: {
      ...policy,
      modes: modes.map((rule) => ({ runbook: null, target: null, severity: null, mode: 'auto' as const, ...rule })),
    },
  };
}

const service = 'host/host-1/service/web';
const down = anAlert();
const odd = anAlert({ labels: { alertname: 'Odd', service: 'web', severity: 'info' } });
const elsewhere = anAlert({ labels: { alertname: 'ServiceDown', instance: 'db-1:9100' } });
const nowhere = anAlert({ labels: { alertname: 'ServiceDown' }, fingerprint: '0123456789abcdef' });

const ofCluster = (cluster: string, deployment = 'web'): Alert =>
  anAlert({ labels: { alertname: 'Odd', cluster, namespace: 'shop', deployment, severity: 'warning' } });
const byRoute = [{ runbook: 'service-down' as const }];

const cases: readonly {
  what: string;
  alert: Alert;
  config: ExplainConfig;
  says: Partial<ReturnType<typeof explain>>;
}[] = [
  {
    what: 'a described service whose rule allows repairs would be repaired',
    alert: down,
    config: aConfig([{ target: service }]),
    says: { incident: service, target: service, runbook: 'service-down', mode: 'auto', reason: null },
  },
  {
    what: 'a described service is only observed without a rule',
    alert: down,
    config: aConfig(),
    says: { incident: service, target: service, runbook: 'service-down', mode: 'observe', reason: null },
  },
  {
    what: 'an object of a described cluster is known',
    alert: ofCluster('shop'),
    config: aConfig([], byRoute),
    says: { target: 'kubernetes/shop/shop/Deployment/web', runbook: 'service-down', reason: null },
  },
  {
    what: 'an object of another cluster is unknown',
    alert: ofCluster('elsewhere'),
    config: aConfig([], byRoute),
    says: { target: 'kubernetes/elsewhere/shop/Deployment/web', reason: 'unknown-target' },
  },
  {
    what: 'what can be no object of a cluster is unknown',
    alert: ofCluster('shop', '../../secrets'),
    config: aConfig([], byRoute),
    says: { target: 'kubernetes/shop/shop/Deployment/..%2F..%2Fsecrets', reason: 'unknown-target' },
  },
  {
    what: 'a rule for another severity does not count',
    alert: down,
    config: aConfig([{ severity: 'info' }]),
    says: { mode: 'observe', reason: null },
  },
  {
    what: 'the first rule that matches decides',
    alert: down,
    config: aConfig([{ severity: 'critical', mode: 'observe' }, { mode: 'auto' }]),
    says: { mode: 'observe', reason: null },
  },
  {
    what: 'an alert that no runbook answers has none',
    alert: odd,
    config: aConfig(),
    says: { incident: service, target: service, runbook: null, mode: null, reason: 'no-runbook' },
  },
  {
    what: 'a route can ask for a runbook',
    alert: odd,
    config: aConfig([], [{ runbook: 'service-down' }]),
    says: { incident: service, target: service, runbook: 'service-down', mode: 'observe', reason: null },
  },
  {
    what: 'a route can ignore an alert',
    alert: odd,
    config: aConfig([], [{ ignore: true }]),
    says: { incident: null, target: service, runbook: null, mode: null, reason: 'ignored-by-route' },
  },
  {
    what: 'a route can group alerts',
    alert: odd,
    config: aConfig([], [{ name: 'by team', groupBy: ['severity'], runbook: 'service-down' }]),
    says: { incident: 'group/by%20team/severity%3Dinfo', target: service, reason: null },
  },
  {
    what: 'a target that nobody described is unknown',
    alert: elsewhere,
    config: aConfig([{ mode: 'auto' }]),
    says: {
      incident: 'host/db-1',
      target: 'host/db-1',
      runbook: 'service-down',
      mode: 'auto',
      reason: 'unknown-target',
    },
  },
  {
    what: 'labels that name no target leave it unknown',
    alert: nowhere,
    config: aConfig(),
    says: { incident: 'alert/0123456789abcdef', target: null, runbook: 'service-down', reason: 'unknown-target' },
  },
  {
    what: 'a resolved alert needs nothing',
    alert: aResolvedAlert(),
    config: aConfig(),
    says: { status: 'resolved', incident: service, runbook: 'service-down', reason: 'alert-resolved' },
  },
];

describe('explain', () => {
  it.each(cases)('says that $what', ({ alert, config, says }) => {
    const explanation = explain(alert, config);

    expect(explanation).toMatchObject({ fingerprint: alert.fingerprint, ...says });
  });

  it.each(cases)('decides as the door and the incident do: $what', ({ alert, config }) => {
    const explanation = explain(alert, config);

    const { incident, target, runbook } = correlate(alert, config.routes, describedTargets(config));
    const chosen = incident === null ? null : (runbook ?? runbookFor([alert], target));
    expect(explanation).toMatchObject({ incident, target, runbook: chosen });
  });

  it('names an alert without a name', () => {
    const explanation = explain(anAlert({ labels: { service: 'web' } }), aConfig());

    expect(explanation.alertname).toBe('unnamed alert');
  });
});
