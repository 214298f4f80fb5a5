import { setTimeout as wait } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { firingAlerts } from '../../../model/incident/incident.ts';
import { diskTarget } from '../../../model/host/cleaning.ts';
import { hours, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';
import { foretold } from '../../support/predictions/played-prediction.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';

const bed = useTestBed();

const disk = (host: string) => diskTarget({ host, path: '/data' });

describe('a prediction', () => {
  it('is raised as an incident with its lead, its chance and its picture', async () => {
    const { result, metric } = await bed.play(
      foretold(disk, async (prediction, { incident }) => {
        await prediction.tell({ picture: 'forecast-1.svg' });
        const record = await reaches(incident, 'escalated');
        return { record, details: await incident.currentDetails(), own: await prediction.record() };
      }),
    );

    const [alert] = Object.values(result.record.alerts);
    expect(alert).toMatchObject({
      name: 'DiskWillBeFull',
      source: 'nightshift',
      detail: { labels: { severity: 'info', team: 'storage', owner: 'ann', mountpoint: '/data' } },
    });
    expect(alert?.detail?.annotations['summary']).toMatch(/^disk \/data on web-\w+ is full in 9 h ± 2 h \(92 %\)$/);
    expect(result.details).toContain('**Predicted**');
    expect(result.details).toContain('picture&#58; forecast-1&#46;svg');
    expect(result.record.runbook).toBe('disk-cleanup');
    expect(result.own).toMatchObject({ forecasts: 1, claim: { prediction: { value: 81.25 } } });
    expect(await metric('nightshift_prediction_events_total{event="raised"}')).toBe(1);
  });

  it.each([
    ['that is not sure enough', { probability: 0.79 }],
    ['that leaves too little time', { inHours: 0.5 }],
    ['without a crossing', { inHours: null }],
  ])('%s raises nothing', async (_what, said) => {
    const { result, metric } = await bed.play(
      foretold(disk, async (prediction) => {
        await prediction.tell(said);
        return prediction.ended();
      }),
    );

    expect(result).toMatchObject({ raised: null, claim: null, judgement: null });
    expect(await metric('nightshift_prediction_events_total{event="raised"}')).toBe(0);
  });

  it('that is told twice is one', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident }) => {
        const told = await prediction.tell();
        await prediction.signal(told);
        await prediction.signal({ ...told, value: 99 });
        const record = await reaches(incident, 'escalated');
        return { own: await prediction.record(), deliveries: record.deliveries };
      }),
    );

    expect(result).toMatchObject({ own: { forecasts: 1, prediction: { value: 81.25 } }, deliveries: 1 });
  });

  it('is told anew without a new attempt where the forecast changes', async () => {
    const { result, metric } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        await pass(1 * hours);
        await prediction.tell({ inHours: 4 });
        const record = await incident.until(({ deliveries }) => deliveries === 2);
        return { record, details: await incident.currentDetails() };
      }),
    );

    expect(result.record).toMatchObject({ attempts: 1, status: 'escalated' });
    expect(eventsOf(result.record).filter((event) => event === 'alert-joined')).toHaveLength(1);
    const [now = '', story = ''] = result.details.split('**What happened**');
    expect(now).toContain('is full in 4 h ± 2 h');
    expect(now + story.replace('is full in 9 h', '')).not.toContain('is full in 9 h');
    expect(await metric('nightshift_prediction_events_total{event="updated"}')).toBe(1);
  });

  it('is not told anew where hardly anything has changed', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        await pass(1 * hours);
        await prediction.tell({ inHours: 8.1 });
        return incident.record();
      }),
    );

    expect(result.deliveries).toBe(1);
  });

  it('leaves no alert behind where its labels have changed', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        await pass(1 * hours);
        await prediction.tell({ inHours: 4, terms: { labels: { team: 'databases' } } });
        return incident.until(({ attempts, status }) => attempts === 2 && status === 'escalated');
      }),
    );

    const firing = firingAlerts(result).map(([, { detail }]) => detail?.labels['team']);
    expect(firing).toEqual(['databases']);
    expect(Object.keys(result.alerts)).toHaveLength(2);
  });

  it('is taken back once so many forecasts in a row have seen nothing, and closes its incident', async () => {
    const { result, world } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        await pass(1 * hours);
        await prediction.tell({ inHours: null });
        const once = await incident.record();
        await pass(1 * hours);
        await prediction.tell({ inHours: null });
        const closed = await incident.closed();
        return { once, closed, own: await prediction.ended() };
      }),
    );

    expect(result.once.status).toBe('escalated');
    expect(result.closed.status).toBe('resolved');
    expect(result.closed.timeline.entries.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('no longer expected'),
    );
    expect(result.own.withdrawn).toMatchObject({ why: 'receded' });
    expect(world.results).toMatchObject([{ outcome: 'unknown', crossedAtMs: null, forecast: 'disks' }]);
  });

  it('goes on where a single forecast has seen nothing', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        for (const inHours of [null, 7, null]) {
          await pass(1 * hours);
          await prediction.tell({ inHours });
        }
        return prediction.record();
      }),
    );

    expect(result).toMatchObject({ against: 1, withdrawn: null });
    expect(result.raised).not.toBeNull();
  });

  it('expires when nobody forecasts any more, and says so', async () => {
    const { result, world, metric } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        await pass(4 * hours + 1 * minutes);
        const closed = await incident.closed();
        return { closed, own: await prediction.ended() };
      }),
    );

    expect(result.closed.timeline.entries.map(({ text }) => text)).toContainEqual(
      expect.stringContaining('nobody forecasts it any more'),
    );
    expect(result.own.judgement).toMatchObject({ outcome: 'unknown' });
    expect(world.results).toMatchObject([{ outcome: 'unknown' }]);
    expect(await metric('nightshift_prediction_events_total{event="silent"}')).toBe(1);
  });

  it('merges with the real alert, whose incident tells how long before it was known', async () => {
    const { result, world } = await bed.play(scenarios['disk-not-averted']);

    expect(result.foreseen).toMatchObject({ alert: 'HostOutOfDiskSpace' });
    expect(result.foreseen?.leadMs).toBeGreaterThan(3 * hours - 1 * minutes);
    expect(eventsOf(result)).toContain('foreseen');
    expect(world.results).toMatchObject([{ outcome: 'came-true', forecast: 'disks' }]);
    expect(world.results[0]?.crossedAtMs).toBeGreaterThan(world.results[0]?.raisedAtMs ?? Number.POSITIVE_INFINITY);
  });

  it('is held against the moment that the series shows, not against the run that noticed it', async () => {
    const { result, world } = await bed.play(
      foretold(disk, async (prediction, { pass, world: staged }) => {
        const { madeAtMs } = await prediction.tell();
        await pass(2.5 * hours);
        const crossedAtMs = madeAtMs + 2 * hours;
        staged.happened = { acted: false, crossedAtMs };
        await prediction.tell({ inHours: null, value: 100 });
        await prediction.until(({ judgement }) => judgement !== null);
        return crossedAtMs;
      }),
    );

    expect(world.results).toMatchObject([{ outcome: 'came-true', crossedAtMs: result }]);
  });

  it('continues as new when its history is full, and goes on where it was', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        const firstRun = (await prediction.handle.describe()).runId;
        for (let sent = 0; sent < 500; sent += 50)
          await Promise.all(Array.from({ length: 50 }, () => prediction.signal(null)));
        const record = await prediction.until(({ ignored }) => ignored === 500);
        while ((await prediction.handle.describe()).runId === firstRun) await wait(20);
        await prediction.tell({ inHours: 4 });
        return { record, after: await prediction.record(), deliveries: (await incident.record()).attempts };
      }),
    );

    expect(result.after).toMatchObject({ ignored: 500, forecasts: 2, claim: result.record.claim });
    expect(result.deliveries).toBe(1);
  });
  it('that cannot be read is noted, and harms nothing', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction) => {
        await prediction.tell();
        for (const value of [null, 'full', { forecast: 'disks' }, { unreadablePayload: 'invalid JSON' }])
          await prediction.signal(value);
        const record = await prediction.until(({ ignored }) => ignored === 4);
        return { record, details: await prediction.currentDetails() };
      }),
    );

    expect(result.record).toMatchObject({ forecasts: 1, raised: { urgent: false } });
    expect(result.details).toContain('4 messages could not be read');
  });
});
