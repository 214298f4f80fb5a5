/** An alert as it stands in a webhook body; deliberately loose, because bodies are what the tests get wrong. */
export type BodyAlert = Readonly<Record<string, unknown>>;

/** One alert of a body: the service `web` is down. */
export function aBodyAlert(overrides: BodyAlert = {}): BodyAlert {
  return {
    status: 'firing',
    labels: { alertname: 'ServiceDown', service: 'web', severity: 'critical' },
    annotations: { summary: 'web does not answer' },
    startsAt: '2026-03-14T02:41:07.482Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example.internal/graph?g0.expr=up',
    ...overrides,
  };
}

/** Alerts of different hosts, and so of as many incidents. */
export function bodyAlertsOfHosts(count: number, overrides: BodyAlert = {}): readonly BodyAlert[] {
  return Array.from({ length: count }, (_, index) =>
    aBodyAlert({ labels: { alertname: 'HostDown', instance: `host-${index}:9100` }, ...overrides }),
  );
}

/** A webhook body of Alertmanager with one alert in it, unless the overrides say otherwise. */
export function aBody(overrides: Readonly<Record<string, unknown>> = {}): Readonly<Record<string, unknown>> {
  return {
    version: '4',
    groupKey: '{}:{alertname="ServiceDown"}',
    truncatedAlerts: 0,
    status: 'firing',
    receiver: 'nightshift',
    groupLabels: { alertname: 'ServiceDown' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example.internal:9093',
    alerts: [aBodyAlert()],
    ...overrides,
  };
}
