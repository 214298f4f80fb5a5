import type { Alert } from '../model/alert/alert.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import { correlate } from '../model/correlation.ts';
import { readAlertmanagerBody } from '../triggers/alertmanager/read-body.ts';

let counter = 0;

/** A webhook body of realistic alerts, each on a target of its own that no body before had. */
export function body(alerts: number): string {
  return bodyOf(Array.from({ length: alerts }, () => podAlert(counter++)));
}

/** The body that Alertmanager sends again and again for an alert that goes on firing. */
export function repeatedBody(number: number): string {
  return bodyOf([podAlert(-1 - number)]);
}

/** One alert that says of a configured service that it is down, or that it is up again. */
export function serviceBody(name: string, status: 'firing' | 'resolved', startsAt: Date): string {
  const alert = {
    status,
    labels: { alertname: 'ServiceDown', severity: 'critical', job: name },
    annotations: { summary: `${name} does not answer.` },
    startsAt: startsAt.toISOString(),
    endsAt: status === 'firing' ? zeroTime : new Date().toISOString(),
  };
  return bodyOf([alert]);
}

/** One alert that no runbook answers, of an incident of its own. */
export function alertBody(name: string): string {
  const labels = { alertname: 'ShelfEmpty', severity: 'warning', shelf: name };
  return bodyOf([{ status: 'firing', labels, annotations: {}, startsAt: new Date().toISOString(), endsAt: zeroTime }]);
}

/** One alert that says of an object of a cluster that something is wrong, by the labels that name it. */
export function objectBody(alertname: string, ...objects: readonly Readonly<Record<string, string>>[]): string {
  return bodyOf(
    objects.map((labels) => ({
      status: 'firing',
      labels: { alertname, severity: 'warning', ...labels },
      annotations: {},
      startsAt: new Date().toISOString(),
      endsAt: zeroTime,
    })),
  );
}

/**
 * Makes what an incident is given for one alert, each on a target of its own. Everything that the trigger has to find out
 * is known beforehand: only the call itself is left to measure.
 */
export function deliveryMaker(): () => { readonly key: string; readonly deliveries: readonly Delivery[] } {
  const [alert] = alertsIn(body(1));
  if (!alert) throw new Error('the sample has no alert');
  const { target } = correlate(alert, [], []);
  return () => {
    const key = `bare/${process.pid}/${counter++}`;
    const labels = { ...alert.labels, pod: key };
    return { key, deliveries: [{ alert: { ...alert, labels }, target, runbook: null }] };
  };
}

/** The keys of the incidents that the alerts of a body lead to. */
export function incidentsOf(text: string): readonly string[] {
  return alertsIn(text).flatMap((alert) => correlate(alert, [], []).incident ?? []);
}

const zeroTime = '0001-01-01T00:00:00Z';
const benchStartedAt = new Date().toISOString();

function alertsIn(text: string): readonly Alert[] {
  const read = readAlertmanagerBody(JSON.parse(text));
  if (typeof read === 'string') throw new Error(read);
  return read.alerts;
}

function bodyOf(alerts: readonly unknown[]): string {
  return JSON.stringify({ version: '4', status: 'firing', receiver: 'nightshift', truncatedAlerts: 0, alerts });
}

function podAlert(number: number): unknown {
  return {
    status: 'firing',
    labels: {
      alertname: 'KubePodCrashLooping',
      namespace: 'payments',
      pod: `checkout-${process.pid}-${number}`,
      container: 'app',
      severity: 'warning',
      prometheus: 'monitoring/k8s',
    },
    annotations: {
      summary: 'Pod is crash looping.',
      description: `Pod payments/checkout-${number} (app) is in waiting state (reason: "CrashLoopBackOff") on cluster .`,
      runbook_url: 'https://runbooks.example/kubernetes/kubepodcrashlooping',
    },
    startsAt: benchStartedAt,
    endsAt: zeroTime,
    generatorURL: 'http://prometheus.example/graph?g0.expr=max_over_time&g0.tab=1',
  };
}
