import type { IncidentClient } from '../clients/incidents.ts';
import type { Delivery } from '../model/incident/delivery.ts';
import { readAlertmanagerBody } from '../triggers/alertmanager/read-body.ts';
import { body } from './alerts.ts';
import type { Pair } from './statistics.ts';
import { measureInTurn } from './statistics.ts';

/** The door under test, and the same calls without it. */
export interface Door {
  readonly url: string;
  readonly incidents: IncidentClient;
}

const aThousand = 1_000;
let bareIncidents = 0;

/** One alert from POST to 2xx, beside one bare signalWithStart with the same payload. */
export function acceptOneAlert(store: string, { url, incidents }: Door): Promise<Pair> {
  return measureInTurn(
    `1 alert, POST to 2xx (${store})`,
    300,
    () => post(url, 1),
    () => incidents.deliver(`bare/${bareIncidents++}`, deliveries(1)),
  );
}

/** A thousand alerts on a thousand targets in one body, beside a thousand bare calls, 32 at a time. */
export function acceptThousandAlerts(store: string, { url, incidents }: Door): Promise<Pair> {
  return measureInTurn(
    `1,000 alerts in one body (${store})`,
    5,
    () => post(url, aThousand),
    () => incidents.deliverAll(deliveries(aThousand).map((delivery) => [`bare/${bareIncidents++}`, [delivery]])),
  );
}

async function post(url: string, alerts: number): Promise<void> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: body(alerts),
  });
  await response.text();
  if (!response.ok) throw new Error(`the door answered ${response.status}`);
}

function deliveries(count: number): readonly Delivery[] {
  const read = readAlertmanagerBody(JSON.parse(body(count)));
  if (typeof read === 'string') throw new Error(read);
  return read.alerts.map((alert) => ({ alert, target: null, runbook: null }));
}
