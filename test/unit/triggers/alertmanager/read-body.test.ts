import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../model/alert/fingerprint.ts';
import type { Alert } from '../../../../model/alert/alert.ts';
import type { ReadBody } from '../../../../triggers/alertmanager/read-body.ts';
import { readAlertmanagerBody } from '../../../../triggers/alertmanager/read-body.ts';
import type { BodyAlert } from '../../../support/trigger/webhook-bodies.ts';
import { aBody, aBodyAlert } from '../../../support/trigger/webhook-bodies.ts';

const labels = { alertname: 'ServiceDown', service: 'web', severity: 'critical' };
const zero = '0001-01-01T00:00:00Z';

function readAll(body: unknown): ReadBody {
  const result = readAlertmanagerBody(body);
  if (typeof result === 'string') throw new Error(result);
  return result;
}

/** The one alert of a body with one. */
function readAlert(overrides: BodyAlert): Alert {
  const { alerts, invalid } = readAll(aBody({ alerts: [aBodyAlert(overrides)] }));
  const [alert] = alerts;
  if (!alert) throw new Error(invalid.join());
  return alert;
}

function sample(name: string): unknown {
  return JSON.parse(readFileSync(new URL(`../../../fixtures/alertmanager/${name}.json`, import.meta.url), 'utf8'));
}

describe('a webhook body', () => {
  it.each([
    { what: 'no version', overrides: { version: undefined } },
    { what: 'another version', overrides: { version: '5' } },
    { what: 'a version that is a number', overrides: { version: 4 } },
    { what: 'fields that nobody knows', overrides: { tenant: { id: 7 }, tags: ['x'] } },
    {
      what: 'the fields of newer Alertmanagers',
      overrides: { notification_reason: 'unknown', routeLabels: { a: 'b' } },
    },
    { what: 'fields of a wrong type that are not read', overrides: { status: 7, receiver: null, groupLabels: [] } },
    { what: 'only its alerts', overrides: { status: undefined, receiver: undefined, groupKey: undefined } },
    { what: 'a count of left out alerts that is none', overrides: { truncatedAlerts: -1 } },
  ])('is read with $what', ({ overrides }) => {
    const { alerts, invalid, truncatedAlerts } = readAll(aBody(overrides));

    expect(alerts).toMatchObject([{ source: 'alertmanager', status: 'firing', labels }]);
    expect(invalid).toEqual([]);
    expect(truncatedAlerts).toBe(0);
  });

  it('says how many alerts were left out', () => {
    expect(readAll(aBody({ truncatedAlerts: 3 })).truncatedAlerts).toBe(3);
  });

  it('decides for each alert by its own status, not by the group', () => {
    const alerts = [aBodyAlert(), aBodyAlert({ status: 'resolved', endsAt: '2026-03-14T02:50:00Z' })];

    const firing = readAll(aBody({ status: 'firing', alerts }));
    const resolved = readAll(aBody({ status: 'resolved', alerts }));

    expect(firing.alerts.map(({ status }) => status)).toEqual(['firing', 'resolved']);
    expect(resolved.alerts).toEqual(firing.alerts);
  });

  it.each([
    ['instance-down', ['firing']],
    ['instance-down-resolved', ['resolved']],
    ['kube-prometheus-group', ['firing', 'firing', 'firing', 'resolved', 'firing']],
    ['grafana', ['firing']],
    ['heartbeat', ['firing']],
  ])('is read as the sample %s', (name, statuses) => {
    const { alerts, invalid } = readAll(sample(name));

    expect(invalid).toEqual([]);
    expect(alerts.map(({ status }) => status)).toEqual(statuses);
    expect(alerts.map(({ fingerprint }) => fingerprint)).toEqual(alerts.map((alert) => fingerprintOf(alert.labels)));
  });
});

describe("an alert's fingerprint", () => {
  it.each([
    { what: 'missing', fingerprint: undefined },
    { what: 'null', fingerprint: null },
    { what: 'empty', fingerprint: '' },
    { what: 'too short', fingerprint: 'abc123' },
    { what: 'too long', fingerprint: '0123456789abcdef0' },
    { what: 'in capitals', fingerprint: '0123456789ABCDEF' },
    { what: 'no hexadecimal number', fingerprint: '../../etc/passwd' },
    { what: 'followed by a line feed', fingerprint: '0123456789abcdef\n' },
  ])('is computed where it is $what', ({ fingerprint }) => {
    expect(readAlert({ fingerprint }).fingerprint).toBe(fingerprintOf(labels));
  });

  it('is kept where the sender gives one', () => {
    expect(readAlert({ fingerprint: '0123456789abcdef' }).fingerprint).toBe('0123456789abcdef');
  });
});

describe("an alert's times", () => {
  it.each([
    { what: 'seconds', startsAt: '2026-03-14T02:41:07Z', read: '2026-03-14T02:41:07.000000000Z' },
    { what: 'nanoseconds', startsAt: '2026-03-14T02:41:07.123456789Z', read: '2026-03-14T02:41:07.123456789Z' },
    {
      what: 'nanoseconds with an offset',
      startsAt: '2026-03-14T04:11:07.123456789+01:30',
      read: '2026-03-14T02:41:07.123456789Z',
    },
    { what: 'an offset over midnight', startsAt: '2026-03-13T21:00:00-05:00', read: '2026-03-14T02:00:00.000000000Z' },
  ])('are brought to UTC from $what', ({ startsAt, read }) => {
    expect(readAlert({ startsAt }).startsAt).toBe(read);
  });

  it.each([
    { what: 'is the zero time', status: 'firing', endsAt: zero, read: null },
    { what: 'is missing', status: 'firing', endsAt: undefined, read: null },
    { what: 'lies in the future while it fires', status: 'firing', endsAt: '2099-01-01T00:00:00Z', read: null },
    {
      what: 'is a real one',
      status: 'resolved',
      endsAt: '2026-03-14T02:50:00Z',
      read: '2026-03-14T02:50:00.000000000Z',
    },
    { what: 'is zero although it has ended', status: 'resolved', endsAt: zero, read: '2026-03-14T02:41:07.482000000Z' },
    { what: 'is null although it has ended', status: 'resolved', endsAt: null, read: '2026-03-14T02:41:07.482000000Z' },
  ])('have the right end where it $what ($status)', ({ status, endsAt, read }) => {
    expect(readAlert({ status, endsAt }).endsAt).toBe(read);
  });
});

describe("an alert's annotations", () => {
  it.each([{ annotations: undefined }, { annotations: null }, { annotations: {} }])(
    'may be $annotations',
    (overrides) => {
      expect(readAlert(overrides).annotations).toEqual({});
    },
  );

  it('are cut where they are too long', () => {
    const { annotations } = readAlert({ annotations: { summary: 'x'.repeat(1_000_000), ['n'.repeat(500)]: 'y' } });

    expect(annotations['summary']).toBe(`${'x'.repeat(1_023)}…`);
    expect(Object.keys(annotations).map(({ length }) => length)).toEqual([7, 200]);
  });

  it('are left out from the 65th on', () => {
    const many = Object.fromEntries(Array.from({ length: 500 }, (_, index) => [`name_${index}`, 'x']));

    const { annotations } = readAlert({ annotations: many });

    expect(Object.keys(annotations)).toHaveLength(64);
  });

  it('cannot make an alert too large to be stored, whatever characters they are made of', () => {
    const many = Object.fromEntries(
      Array.from({ length: 64 }, (_, index) => [`name_${index}`, '\u0001'.repeat(2_000)]),
    );
    const wide = Object.fromEntries(Array.from({ length: 16 }, (_, index) => [`l${index}`, '\u0001'.repeat(1_000)]));

    const alert = readAlert({ annotations: many, labels: wide });

    expect(Buffer.byteLength(JSON.stringify(alert))).toBeLessThan(384 * 1024 - 1_024);
    expect(alert.labels).toEqual(wide);
    expect(Object.keys(alert.annotations).length).toBeGreaterThan(5);
  });
});
