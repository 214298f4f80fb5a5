import { expect, it, onTestFinished } from 'vitest';
import { body, deliveryMaker, repeatedBody, serviceBody } from '../../../bench/alerts.ts';
import { startServices } from '../../../bench/services.ts';
import { parseConfig } from '../../../config/load.ts';
import { correlate } from '../../../model/correlation.ts';
import { readDeliveries } from '../../../model/incident/delivery.ts';
import { readAlertmanagerBody } from '../../../triggers/alertmanager/read-body.ts';
import { explain } from '../../../triggers/explain.ts';
import { stringify } from 'yaml';

function alertsIn(text: string) {
  const read = readAlertmanagerBody(JSON.parse(text));
  if (typeof read === 'string') throw new Error(read);
  expect(read.invalid).toEqual([]);
  return read.alerts;
}

function targetsOf(...bodies: readonly string[]): readonly (string | null)[] {
  return bodies.flatMap(alertsIn).map((alert) => correlate(alert, [], []).target);
}

it('gives every alert a target that no alert before it had', () => {
  const targets = targetsOf(body(3), body(2));

  expect(new Set(targets).size).toBe(5);
  expect(targets).not.toContain(null);
});

it('repeats an alert as it was', () => {
  const [first, again, another] = [repeatedBody(7), repeatedBody(7), repeatedBody(8)];

  expect(again).toBe(first);
  expect(new Set(targetsOf(first, another)).size).toBe(2);
});

it('makes deliveries for bare calls that an incident can read, each for an incident of its own', () => {
  const next = deliveryMaker();

  const made = [next(), next()];

  expect(new Set(made.map(({ key }) => key)).size).toBe(2);
  expect(made.map(({ deliveries }) => readDeliveries(deliveries)?.length)).toEqual([1, 1]);
});

it('describes services that the runbook may repair, sick when first asked and healthy ever after', async () => {
  const services = await startServices(2);
  onTestFinished(() => services.close());
  const config = parseConfig(stringify(services.settings), 'bench', {});
  const name = services.next();
  const [alert] = alertsIn(serviceBody(name, 'firing', new Date()));
  const probe = config.services.find((service) => service.name === name)?.probe;
  const ask = async () => (await fetch(probe?.kind === 'http' ? probe.url : 'about:blank')).status;

  const explained = alert && explain(alert, config);
  const statuses = [await ask(), await ask(), await ask()];

  expect(explained).toMatchObject({ runbook: 'service-down', mode: 'auto', reason: null });
  expect(statuses).toEqual([503, 200, 200]);
  expect(services.next()).not.toBe(name);
  expect(() => services.next()).toThrow('there are only 2 services');
});
