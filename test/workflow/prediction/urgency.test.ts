import { describe, expect, it } from 'vitest';
import { firingAlerts } from '../../../model/incident/incident.ts';
import { diskTarget } from '../../../model/host/cleaning.ts';
import { hours, minutes } from '../../support/played/mock-world.ts';
import { reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';
import { foretold } from '../../support/predictions/played-prediction.ts';
import { officeHours } from '../../support/predictions/predictions.ts';

const bed = useTestBed();

const disk = (host: string) => diskTarget({ host, path: '/data' });
const inOfficeHours = { terms: { hours: officeHours } };

describe('the urgency of a prediction', () => {
  it('lets nobody hear at night of something that is hours away, and shows it meanwhile', async () => {
    const { result, world, metric } = await bed.play(
      foretold(disk, async (prediction, { pass, world: night }) => {
        night.opensInMs = 6 * hours;
        await prediction.tell(inOfficeHours);
        const waiting = await prediction.until(({ opensAtMs }) => opensAtMs !== null);
        const details = await prediction.currentDetails();
        await pass(3 * hours);
        return { waiting, details, later: await prediction.record(), told: night.reports.length };
      }),
    );

    expect(result.details).toContain('**waiting**');
    expect(result.details).toContain('is full in 9 h');
    expect(result.later.raised).toBeNull();
    expect(result.told).toBe(0);
    expect(world.reports).toEqual([]);
    expect(await metric('nightshift_prediction_events_total{event="waiting"}')).toBe(1);
  });

  it('lets it be raised when its hours begin', async () => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident, pass, world }) => {
        world.opensInMs = 3 * hours;
        await prediction.tell(inOfficeHours);
        await prediction.until(({ opensAtMs }) => opensAtMs !== null);
        await pass(3 * hours + 1 * minutes);
        return reaches(incident, 'escalated');
      }),
    );

    expect(result.severity).toBe('info');
  });

  it.each([
    ['within hours', 6 * hours],
    ['never', null],
  ])('raises it at any hour once little time is left, though its hours begin %s', async (_when, opensInMs) => {
    const { result } = await bed.play(
      foretold(disk, async (prediction, { incident, pass, world }) => {
        world.opensInMs = opensInMs;
        await prediction.tell({ ...inOfficeHours, inHours: 5 });
        await prediction.until(({ opensAtMs }) => opensAtMs !== null);
        await pass(3 * hours + 1 * minutes);
        return reaches(incident, 'escalated');
      }),
    );

    expect(result.severity).toBe('warning');
    expect(Object.values(result.alerts)[0]?.detail?.annotations['summary']).toContain('in 2 h ± 2 h');
  });

  it('turns what people know already into a warning, once, and looks at it again', async () => {
    const { result, metric } = await bed.play(
      foretold(disk, async (prediction, { incident, pass }) => {
        await prediction.tell();
        await reaches(incident, 'escalated');
        for (const inHours of [6, 3]) {
          await pass(3 * hours);
          await prediction.tell({ inHours });
        }
        await pass(1 * hours + 1 * minutes);
        const record = await incident.until(({ attempts, status }) => attempts === 2 && status === 'escalated');
        await prediction.tell({ inHours: 1 });
        await prediction.until(({ raised }) => raised?.told.crossing?.atMs !== undefined);
        return { record, last: await incident.record() };
      }),
    );

    expect(result.record.severity).toBe('warning');
    expect(firingAlerts(result.record).map(([, { detail }]) => detail?.labels['severity'])).toEqual(['warning']);
    expect(result.last.attempts).toBe(2);
    expect(await metric('nightshift_prediction_events_total{event="raised"}')).toBe(1);
    expect(await metric('nightshift_prediction_events_total{event="urgent"}')).toBe(1);
  });
});
