import { describe, expect, it } from 'vitest';
import { fingerprintOf } from '../../../../../model/alert/fingerprint.ts';
import { trackDelivery } from '../../../../../model/alert/tracked-alerts.ts';
import { predictiveAlert, readPredictiveAlert } from '../../../../../model/forecast/predicting/predictive-alert.ts';
import { groundsInWords, predictionInWords } from '../../../../../model/forecast/predicting/prediction-words.ts';
import { predictionDetails } from '../../../../../model/forecast/predicting/prediction-details.ts';
import { hearForecast, newPrediction } from '../../../../../model/forecast/predicting/prediction-record.ts';
import { readDeliveries } from '../../../../../model/incident/delivery.ts';
import { incidentDetails } from '../../../../../model/incident/shown/details.ts';
import { foreseenIn } from '../../../../../model/incident/predicted.ts';
import { receive } from '../../../../../model/incident/changes.ts';
import { reportOn } from '../../../../../model/incident/report.ts';
import { objectTarget } from '../../../../../model/kubernetes/object.ts';
import { aDelivery, anAlert, anIncident, isoSecond } from '../../../../support/builders.ts';
import { aPrediction } from '../../../../support/predictions/predictions.ts';

const noon = Date.UTC(2026, 0, 1, 12);
const hour = 60 * 60_000;
const id = 'prediction:disks/above/100/host/db-3/disk/%2Fdata';
const episode = { id, urgent: false, startsAtMs: noon, endsAtMs: null, because: null };

describe('the alert of a prediction', () => {
  it('is one that its incident can read, known by all of its labels', () => {
    const alert = predictiveAlert(aPrediction(), episode, noon);

    expect(readDeliveries([aDelivery(alert)])).toHaveLength(1);
    expect(alert).toMatchObject({ source: 'nightshift', fingerprint: fingerprintOf(alert.labels), status: 'firing' });
    expect(alert.labels).toEqual({
      alertname: 'DiskWillBeFull',
      instance: 'db-3:9100',
      mountpoint: '/data',
      owner: 'ann',
      severity: 'info',
      team: 'storage',
    });
    expect(readPredictiveAlert(alert)).toMatchObject({
      id,
      latestMs: noon + 11 * hour,
      everyMs: hour,
      recedesAfter: 2,
    });
  });

  it('stays the same alert while the forecast changes, and becomes another one when it is urgent', () => {
    const [first, later, urgent] = [
      predictiveAlert(aPrediction(), episode, noon),
      predictiveAlert(aPrediction({ inHours: 3, value: 90 }), episode, noon),
      predictiveAlert(aPrediction(), { ...episode, urgent: true }, noon),
    ];

    expect(later.fingerprint).toBe(first.fingerprint);
    expect(urgent.fingerprint).not.toBe(first.fingerprint);
    expect(urgent.labels['severity']).toBe('warning');
  });

  it('masks and escapes whatever was in the labels of its series', () => {
    const hostile = '<img src=x> [click](https://evil.example) password=hunter2hunter2';
    const prediction = aPrediction({ target: null, incident: 'alert/1', series: { pod: hostile }, picture: hostile });

    const incident = receive(anIncident(), aDelivery(predictiveAlert(prediction, episode, noon)), isoSecond(0));

    const shown = [
      incidentDetails(incident),
      predictionDetails(hearForecast(newPrediction(noon), prediction, noon)),
    ].join('\n');
    expect(shown).toContain('Predicted');
    expect(shown).not.toMatch(/<img|\]\(|hunter2/);
    expect(JSON.stringify(incident)).not.toContain('hunter2');
  });

  it('links its picture where its workflow and its incident are shown', () => {
    const picture = `https://nightshift.example/evidence/forecast-${'0a'.repeat(16)}.svg`;
    const prediction = aPrediction({ picture });

    const incident = receive(anIncident(), aDelivery(predictiveAlert(prediction, episode, noon)), isoSecond(0));

    expect(incidentDetails(incident)).toContain(`[open](${picture})`);
    expect(predictionDetails(hearForecast(newPrediction(noon), prediction, noon))).toContain(`[open](${picture})`);
  });

  it.each([
    ['of somebody else', 'https://evil.example/forecast.svg'],
    ['of another kind', `javascript:alert(1)//evidence/forecast-${'0a'.repeat(16)}.svg`],
    ['with more behind it', `https://evil.example/evidence/forecast-${'0a'.repeat(16)}.svg?x=)`],
  ])('links no address %s', (_what, picture) => {
    const alert = predictiveAlert(aPrediction({ picture }), episode, noon);

    expect(incidentDetails(receive(anIncident(), aDelivery(alert), isoSecond(0)))).not.toContain('](');
  });

  it('is told to people with what stands behind it', () => {
    const alert = predictiveAlert(aPrediction({ picture: 'forecast-1.svg' }), episode, noon);
    const incident = receive(anIncident(), aDelivery(alert), isoSecond(0));

    expect(reportOn(incident, 'escalated', null).details).toEqual([
      'predicted: disk /data on db-3 is full in 9 h ± 2 h (92 %)',
      'forecast by ensemble; now 81.25 %; expected at 2026-01-01 21:00 UTC, between 2026-01-01 19:00 UTC and 2026-01-01 23:00 UTC; owner: ann; picture: forecast-1.svg',
    ]);
  });
});

describe('the words of a prediction', () => {
  it('say which model stands in, and why, and still all the rest', () => {
    const standIn = '30 % of 12 predictions were right, at least 50 % have to be';
    const prediction = aPrediction({ model: 'local-trend', standIn, picture: 'forecast-1.svg' });

    expect(groundsInWords(prediction)).toMatch(
      /^forecast by local-trend in place of the configured model, of which 30 % .+ have to be; now .+; picture: forecast-1\.svg$/,
    );
  });

  const claim = objectTarget({ cluster: 'prod', namespace: 'shop', kind: 'PersistentVolumeClaim', name: 'data' });
  const web = objectTarget({ cluster: 'prod', namespace: 'shop', kind: 'Deployment', name: 'web' });

  it.each([
    [{}, 'disk /data on db-3 is full in 9 h ± 2 h (92 %)'],
    [{ limit: { direction: 'above', value: 90 } }, 'disk /data on db-3 is above 90 % in 9 h ± 2 h (92 %)'],
    [{ limit: { direction: 'below', value: 0 }, unit: 'bytes' }, 'disk /data on db-3 is full in 9 h ± 2 h (92 %)'],
    [
      { limit: { direction: 'below', value: 5e9 }, unit: 'bytes' },
      'disk /data on db-3 is below 5.0 GB in 9 h ± 2 h (92 %)',
    ],
    [{ target: claim, inHours: 72 }, 'disks of PersistentVolumeClaim shop/data is full in 3 d ± 2 h (92 %)'],
    [
      { target: web, limit: { direction: 'above', value: 400 }, unit: 'requests/s', inHours: 8.68 },
      'disks of Deployment shop/web is above 400 requests/s in 8 h 40 min ± 2 h (92 %)',
    ],
    [{ target: null, series: { __name__: 'x', pod: 'a' } }, 'disks of pod=a is above 100 % in 9 h ± 2 h (92 %)'],
    [{ probability: 0.999 }, 'disk /data on db-3 is full in 9 h ± 2 h (over 99 %)'],
    [{ inHours: 0 }, 'disk /data on db-3 is full about now (92 %)'],
    [{ inHours: null }, 'disk /data on db-3 is full: not expected within 1 d'],
  ] as const)('of %j are %j', (said, words) => {
    expect(predictionInWords(aPrediction({ ...said, madeAtMs: noon }), noon)).toBe(words);
  });
});

describe('what an incident remembers of a prediction', () => {
  const at = (hours: number, inHours: number) =>
    predictiveAlert(aPrediction({ madeAtMs: noon + hours * hour, inHours }), episode, noon + hours * hour);

  it('is what the newest forecast says, in whatever order they are delivered', () => {
    const [older, newer] = [at(0, 9), at(1, 4)];

    const [one, other] = [
      [older, newer],
      [newer, older],
    ].map((alerts) => alerts.reduce((tracked, alert) => trackDelivery(tracked, alert).tracked, {}));

    expect(one).toEqual(other);
    expect(Object.values(one ?? {})[0]).toMatchObject({ detail: { annotations: newer.annotations } });
  });

  it('is nothing where somebody from outside says that an alert is one', () => {
    const { labels, annotations } = at(0, 9);
    const alert = anAlert({ source: 'alertmanager', labels, annotations });

    const { tracked } = trackDelivery({}, alert);

    const [{ detail } = { detail: null }] = Object.values(tracked);
    expect(detail && readPredictiveAlert(detail)).toBeNull();
    expect(detail?.annotations['summary']).toBe(annotations['summary']);
  });

  it.each([
    ['the same target later', 3, 'host/db-3/disk/%2Fdata', 3 * hour],
    ['the same target before', -1, 'host/db-3/disk/%2Fdata', null],
    ['another target', 3, 'host/db-3', null],
    ['nobody knows what', 3, null, null],
  ])('is the lead of an alert about %s', (_what, afterHours, target, leadMs) => {
    const { tracked } = trackDelivery({}, at(0, 9));
    const startsAt = new Date(noon + afterHours * hour).toISOString().replace('Z', '000000Z');

    const foreseen = foreseenIn(tracked, anAlert({ startsAt }), target);

    expect(foreseen).toEqual(leadMs === null ? null : { alert: 'ServiceDown', prediction: id, leadMs });
  });
});
