import { describe, expect, it } from 'vitest';
import { reachOf } from '../../../model/escalation/reach.ts';
import { aWakefulWorld, untilEscalation, wokenIn } from '../../support/escalation/played-escalation.ts';
import { anEpisode } from '../../support/episodes.ts';
import { hours, minutes } from '../../support/played/mock-world.ts';
import type { Play } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed(new URL('../../support/workflows/clock-alone.ts', import.meta.url).pathname);

const alex = ['alex by sms', 'alex by email'];

/** They open in two hours, and hold for whatever is not critical. */
async function begin(play: Play) {
  const { world } = play;
  const opensAt: number[] = [];
  world.instead.findWhomToWake = async (question) => {
    const { nowMs, severity, targets } = question;
    if (opensAt.length === 0) opensAt.push(nowMs + 2 * hours);
    const waitUntilMs = opensAt[0] ?? nowMs;
    return severity !== 'critical' && nowMs < waitUntilMs ? { waitUntilMs } : reachOf(targets, world.directory, nowMs);
  };
  await play.incident.deliver(anEpisode({ ...play, labels: { severity: 'warning' } }).firing);
  return untilEscalation(play, ({ waitsForHours }) => waitsForHours);
}

describe('outside of the hours', () => {
  it('nobody is woken before they begin', async () => {
    const { result, world } = await bed.play({
      world: () => aWakefulWorld(),
      script: async (play) => {
        await begin(play);
        expect(wokenIn(play.world)).toEqual([]);
        await play.pass(119 * minutes);
        expect(wokenIn(play.world)).toEqual([]);
        await play.pass(2 * minutes);
        return untilEscalation(play, ({ level }) => level === 0);
      },
    });

    expect(wokenIn(world).toSorted()).toEqual(alex.toSorted());
    expect(result.waitsForHours).toBe(false);
  });

  it('people are woken at once when the incident becomes grave', async () => {
    const { world } = await bed.play({
      world: () => aWakefulWorld(),
      script: async (play) => {
        await begin(play);
        await play.incident.deliver(anEpisode({ ...play, name: 'ShopDown' }).firing);
        return untilEscalation(play, ({ level }) => level === 0);
      },
    });

    expect(wokenIn(world).toSorted()).toEqual(alex.toSorted());
  });
});
