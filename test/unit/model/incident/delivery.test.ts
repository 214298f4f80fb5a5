import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { readDeliveries } from '../../../../model/incident/delivery.ts';
import { readProgress } from '../../../../model/remediation/remediation.ts';
import { aDelivery, aResolvedAlert, anAlert, isoSecond } from '../../../support/builders.ts';

const entry = { at: isoSecond(1), event: 'acted', text: 'restarted web' };

describe('readDeliveries', () => {
  it('takes what the triggers send', () => {
    const deliveries = [aDelivery(), aDelivery(aResolvedAlert(), { target: null, runbook: 'service-down' })];

    const received: unknown = JSON.parse(JSON.stringify(deliveries));

    expect(readDeliveries(received)).toEqual(deliveries);
  });

  it.each<[string, unknown]>([
    ['no list', aDelivery()],
    ['a list with a hole', [aDelivery(), null]],
    ['no alert', [{ target: null, runbook: null }]],
    ['a missing target', [{ alert: anAlert(), runbook: null }]],
    ['a target that is no canonical path', [aDelivery(anAlert(), { target: '[a](//b)' })]],
    ['a target too long for a workflow id', [aDelivery(anAlert(), { target: 'a'.repeat(2_000) })]],
    ['a foreign runbook', [{ ...aDelivery(), runbook: 'format-disk' }]],
    ['a foreign source', [{ ...aDelivery(), alert: { ...anAlert(), source: 'mail' } }]],
    ['a foreign status', [{ ...aDelivery(), alert: { ...anAlert(), status: 'pending' } }]],
    ['a fingerprint of another form', [aDelivery(anAlert({ fingerprint: 'f1' }))]],
    ['a label that is no text', [{ ...aDelivery(), alert: { ...anAlert(), labels: { a: 1 } } }]],
    ['annotations that are a list', [{ ...aDelivery(), alert: { ...anAlert(), annotations: [] } }]],
    ['a start that does not sort', [aDelivery(anAlert({ startsAt: '2026-01-01T00:00:00Z' }))]],
    ['a start that is foreign text', [aDelivery(anAlert({ startsAt: '[x](//evil.example)' }))]],
    ['no start', [{ ...aDelivery(), alert: { ...anAlert(), startsAt: null } }]],
    ['an end that is no time', [aDelivery(aResolvedAlert({ endsAt: 'soon' }))]],
  ])('refuses %s', (_what, value) => {
    expect(readDeliveries(value)).toBeUndefined();
  });

  it('refuses any junk without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        const read = [readDeliveries(junk), readDeliveries([junk]), readDeliveries([{ ...aDelivery(), alert: junk }])];

        expect(read.filter((deliveries) => deliveries !== undefined && deliveries.length > 0)).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('refuses an alert with junk in any of its parts', () => {
    const parts = fc.constantFrom(...Object.keys(anAlert()));
    const junk = fc.anything().filter((value) => value !== null && JSON.stringify(value) !== '{}');

    fc.assert(
      fc.property(parts, junk, (part, value) => {
        expect(readDeliveries([{ ...aDelivery(), alert: { ...anAlert(), [part]: value } }])).toSatisfy(isRefusedOrText);
      }),
      { numRuns: 1_000 },
    );
  });
});

describe('readProgress', () => {
  it('takes what a remediation sends', () => {
    expect(readProgress({ status: 'verifying', entries: [entry] })).toEqual({ status: 'verifying', entries: [entry] });
  });

  it.each<[string, unknown]>([
    ['nothing', undefined],
    ['a status that only an incident sets', { status: 'resolved', entries: [] }],
    ['no entries', { status: 'verifying' }],
    ['an entry without a time', { status: 'verifying', entries: [{ ...entry, at: undefined }] }],
    [
      'an entry with foreign text for a time',
      { status: 'verifying', entries: [{ ...entry, at: '2026-01-01T<script>' }] },
    ],
    ['a foreign event', { status: 'verifying', entries: [{ ...entry, event: 'danced' }] }],
    ['a text that is none', { status: 'verifying', entries: [{ ...entry, text: 7 }] }],
  ])('refuses %s', (_what, value) => {
    expect(readProgress(value)).toBeUndefined();
  });

  it('refuses any junk without throwing', () => {
    fc.assert(
      fc.property(fc.anything(), (junk) => {
        expect([readProgress(junk), readProgress({ status: 'verifying', entries: [junk] })]).toEqual([
          undefined,
          undefined,
        ]);
      }),
      { numRuns: 1_000 },
    );
  });
});

/** Labels of texts are the one kind of junk that is not junk. */
function isRefusedOrText(read: ReturnType<typeof readDeliveries>): boolean {
  const [delivery] = read ?? [];
  if (!delivery) return true;
  return [...Object.values(delivery.alert.labels), ...Object.values(delivery.alert.annotations)].every(
    (value: unknown) => typeof value === 'string',
  );
}
