import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../../model/incident/delivery.ts';
import { startIncidents } from '../../../triggers/start-incident.ts';
import { aDelivery, anAlert } from '../../support/builders.ts';
import type { FakeIncidents } from '../../support/trigger/fake-incidents.ts';
import { fakeIncidents } from '../../support/trigger/fake-incidents.ts';

const maxPackageBytes = 384 * 1024;

/** A delivery of its own, with as much text of a kind as an alert can have once it is past the door. */
function aLargeDelivery(number: number, text: string, length: number): Delivery {
  const labels = { alertname: 'Large', number: String(number) };
  return aDelivery(anAlert({ labels, annotations: { text: text.repeat(length) } }));
}

function byIncidentOf(deliveries: readonly Delivery[], incidents: number): ReadonlyMap<string, readonly Delivery[]> {
  const keys = Array.from({ length: incidents }, (_, index) => `host/number-${index}`);
  return new Map(
    keys.map((key, index) => [key, deliveries.filter((_, position) => position % incidents === index)] as const),
  );
}

function numbersIn(incidents: FakeIncidents): readonly number[] {
  return incidents
    .alerts()
    .map(({ labels }) => Number(labels['number']))
    .toSorted((left, right) => left - right);
}

const someDeliveries = fc
  .array(fc.tuple(fc.constantFrom('x', '\u00FC', '\u0001', '\uD800', '"', '\u{1F525}'), fc.nat(10_000)), {
    minLength: 1,
    maxLength: 120,
  })
  .map((texts) => texts.map(([text, length], number) => aLargeDelivery(number, text, length)));

describe('startIncidents', () => {
  it('stores every alert exactly once, in packages that Temporal takes well', async () => {
    await fc.assert(
      fc.asyncProperty(someDeliveries, fc.integer({ min: 1, max: 40 }), async (deliveries, count) => {
        const incidents = fakeIncidents();

        await startIncidents(incidents, byIncidentOf(deliveries, count));

        expect(numbersIn(incidents)).toEqual(deliveries.map((_, number) => number));
        for (const part of incidents.packages)
          expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(maxPackageBytes);
        expect(incidents.delivered.length === 0 || incidents.packages.length === 0).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('keeps packages within their size also where punctuation adds up', async () => {
    const incidents = fakeIncidents();
    const deliveries = Array.from({ length: 4_000 }, (_, number) => aLargeDelivery(number, '', 0));

    await startIncidents(incidents, byIncidentOf(deliveries, 4_000));

    expect(incidents.packages.length).toBeGreaterThan(1);
    for (const part of incidents.packages)
      expect(Buffer.byteLength(JSON.stringify(part))).toBeLessThanOrEqual(maxPackageBytes);
    expect(numbersIn(incidents)).toHaveLength(4_000);
  });

  it.each([
    { count: 1, way: 'directly' },
    { count: 8, way: 'directly' },
    { count: 9, way: 'as one package' },
    { count: 300, way: 'as one package' },
  ])('tells $count incidents $way', async ({ count, way }) => {
    const incidents = fakeIncidents();
    const deliveries = Array.from({ length: count }, (_, number) => aLargeDelivery(number, 'x', 10));
    const byIncident = byIncidentOf(deliveries, count);

    await startIncidents(incidents, byIncident);

    const direct = way === 'directly';
    expect(incidents.delivered).toEqual(direct ? [...byIncident] : []);
    expect(incidents.packages).toEqual(direct ? [] : [Object.fromEntries(byIncident)]);
  });

  it('stores few incidents as packages when their alerts do not fit into one', async () => {
    const incidents = fakeIncidents();
    const deliveries = Array.from({ length: 60 }, (_, number) => aLargeDelivery(number, 'x', 10_000));

    await startIncidents(incidents, byIncidentOf(deliveries, 2));

    expect(incidents.delivered).toEqual([]);
    expect(incidents.packages).toHaveLength(2);
    expect(numbersIn(incidents)).toHaveLength(60);
  });

  it.each([{ count: 2 }, { count: 20 }])('rejects when one of $count incidents cannot be stored', async ({ count }) => {
    const incidents = fakeIncidents();
    incidents.failWith(new Error('the server is away'));
    const deliveries = Array.from({ length: count }, (_, number) => aLargeDelivery(number, 'x', 10));

    const stored = startIncidents(incidents, byIncidentOf(deliveries, count));

    await expect(stored).rejects.toThrow('the server is away');
  });
});
