import { describe, expect, it } from 'vitest';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, hours, minutes } from '../../support/played/mock-world.ts';
import { eventsOf } from '../../support/played/played-incident.ts';
import { manyDeliveries, scenarios } from '../../support/scenarios/scenarios.ts';
import { fireAndVerify, reaches } from '../../support/played/staging.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

describe('an alert that fires again', () => {
  it('re-opens the incident within the hold-down window, for one more repair', async () => {
    const { result, world } = await bed.play(scenarios.flap);

    expect(result.attempts).toBe(2);
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(world.actions).toHaveLength(2);
    expect(world.told()).toEqual(['repairing', 'resolved', 'repairing', 'resolved']);
    expect(eventsOf(result)).toContain('alert-fired-again');
  });

  it('keeps the run within the hold-down window, and begins a new one behind it', async () => {
    const { result } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        const { incident, pass } = play;
        const [first, within, behind] = [0, 1, 2].map((nth) => anEpisode({ ...play, nth }));
        const runs: string[] = [];
        for (const [episode, gap] of [
          [first, 14 * minutes],
          [within, 16 * minutes],
          [behind, 0],
        ] as const) {
          if (!episode) throw new Error('three episodes were made');
          play.world.up.delete(play.target);
          await fireAndVerify(play, episode);
          await reaches(incident, 'resolved');
          runs.push(await incident.runId());
          await incident.deliver(episode.resolved);
          await incident.until(({ deliveries }) => deliveries % 2 === 0);
          await pass(gap);
        }
        return runs;
      },
    });

    expect(result[1]).toBe(result[0]);
    expect(result[2]).not.toBe(result[0]);
  });

  it('is left to people once the attempts are used up', async () => {
    const { result, world, metric } = await bed.play(scenarios['attempts-exhausted']);

    expect(result.outcome).toMatchObject({ kind: 'escalated', reason: 'attempts-exhausted' });
    expect(result.attempts).toBe(2);
    expect(world.actions).toHaveLength(2);
    expect(world.told().slice(-2)).toEqual(['escalated', 'cleared']);
    expect(await metric('nightshift_repairs_total{runbook="service-down",outcome="escalated"}')).toBe(1);
  });

  it('counts the first action of an incident once, however often it comes back', async () => {
    const { metric } = await bed.play(scenarios.flap);

    expect(await metric('nightshift_first_action_seconds_count{runbook="service-down"}')).toBe(1);
  });
});

describe('a second delivery', () => {
  it('of the same alert changes nothing, fifty times over', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        for (let copy = 0; copy < 25; copy++) await play.incident.deliver(firing);
        await fireAndVerify(play, { firing, resolved });
        for (let copy = 0; copy < 24; copy++) await play.incident.deliver(firing);
        await play.incident.deliver(resolved);
        return play.incident.closed();
      },
    });

    expect(result.deliveries).toBe(51);
    expect(result.attempts).toBe(1);
    expect(world.actions).toHaveLength(1);
    expect(world.told()).toEqual(['repairing', 'resolved']);
    expect(eventsOf(result).filter((event) => event.startsWith('alert-'))).toEqual(['alert-joined', 'alert-resolved']);
  });

  it('of the firing alert after its end changes nothing', async () => {
    const { result, world } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        await fireAndVerify(play, { firing, resolved });
        await play.incident.deliver(resolved);
        await play.pass(5 * minutes);
        await play.incident.deliver(firing);
        return play.incident.closed();
      },
    });

    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(result.attempts).toBe(1);
    expect(result.deliveries).toBe(3);
    expect(world.actions).toHaveLength(1);
    expect(world.told()).toEqual(['repairing', 'resolved']);
  });
});

it('takes a second alert on the same target into the running incident and repairs once', async () => {
  const { result, world } = await bed.play({
    world: () => new MockWorld(),
    script: async (play) => {
      const [down, probe] = [anEpisode(play), anEpisode({ ...play, name: 'ProbeFailed' })];
      await play.incident.deliver(down.firing);
      await reaches(play.incident, 'verifying');
      await play.incident.deliver(probe.firing);
      await play.pass(3 * minutes);
      await reaches(play.incident, 'resolved');
      await play.incident.deliver(down.resolved, probe.resolved);
      return play.incident.closed();
    },
  });

  expect(Object.keys(result.alerts)).toHaveLength(2);
  expect(result.outcome?.kind).toBe('resolved-by-us');
  expect(result.attempts).toBe(1);
  expect(world.actions).toHaveLength(1);
});

describe('an escalated incident', () => {
  it('says so when its alerts clear, and closes after the hold-down window', async () => {
    const { result, world } = await bed.play(scenarios['not-repaired']);

    expect(result.status).toBe('resolved');
    expect(result.outcome?.kind).toBe('escalated');
    expect(world.told().at(-1)).toBe('cleared');
  });

  it('closes as it is when nobody speaks of it any more', async () => {
    const { result, world } = await bed.play(scenarios['goes-stale']);

    expect(result.status).toBe('escalated');
    expect(world.told()).toEqual(['repairing', 'escalated']);
  });

  it('stays open for as long as its alerts are delivered', async () => {
    const { result } = await bed.play({
      world: scenarios['not-repaired'].world,
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        await fireAndVerify(play, { firing, resolved });
        const run = await play.incident.runId();
        for (let day = 0; day < 3; day++) {
          await play.pass(20 * hours);
          await play.incident.deliver(firing);
        }
        return (await play.incident.runId()) === run;
      },
    });

    expect(result).toBe(true);
  });
});

describe('an incident that continues as new', () => {
  it('keeps what it knows and repeats nothing', async () => {
    const { result, world, metric } = await bed.play(scenarios['continued-as-new']);

    expect(result.deliveries).toBe(manyDeliveries + 2);
    expect(result.attempts).toBe(1);
    expect(result.outcome?.kind).toBe('resolved-by-us');
    expect(Object.values(result.alerts).map(({ handledUpTo, firedAt }) => handledUpTo === firedAt)).toEqual([true]);
    expect(eventsOf(result).slice(0, 4)).toEqual(['alert-joined', 'diagnosed', 'planned', 'acted']);
    expect(world.actions).toHaveLength(1);
    expect(world.told()).toEqual(['repairing', 'resolved']);
    expect(await metric('nightshift_incident_statuses_total{status="resolved"}')).toBe(1);
  });

  it('shows at once what the run before showed', async () => {
    const { result } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        await fireAndVerify(play, { firing, resolved });
        const before = await play.incident.runId();
        await play.incident.deliver(...Array.from({ length: manyDeliveries }, () => firing));
        await play.incident.untilRunAfter(before);
        return play.incident.currentDetails();
      },
    });

    expect(result).toContain('Awaited: the alerts to clear');
    expect(result).toContain('proven healthy');
  });

  it('still escalates in time an alert that fires on, however many deliveries there are', async () => {
    const { result } = await bed.play({
      world: () => new MockWorld(),
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        await fireAndVerify(play, { firing, resolved });
        for (let round = 0; round < 4; round++) {
          const before = await play.incident.runId();
          await play.incident.deliver(...Array.from({ length: manyDeliveries }, () => firing));
          await play.incident.untilRunAfter(before);
          await play.pass(10 * minutes);
        }
        return reaches(play.incident, 'escalated');
      },
    });

    expect(result.outcome?.reason).toBe('alert-still-firing');
  });
});

it('takes its remediation along when it is cancelled', async () => {
  const { incident, remediation, world } = await bed.play(scenarios.cancelled);

  expect((await incident.handle.describe()).status.name).toBe('CANCELLED');
  expect(await remediation.status()).toBe('CANCELLED');
  expect(world.told()).toEqual(['repairing']);
  expect(world.ends).toEqual(['not-verified']);
});

describe('the policy', () => {
  it('hears which alerts fire, because they decide how far a repair may go', async () => {
    const asked: unknown[] = [];
    const watched = (): MockWorld => {
      const world = scenarios.observed.world();
      world.instead.readPolicy = async (question) => (asked.push(question), world.policy);
      return world;
    };

    await bed.play({ ...scenarios.observed, world: watched });

    expect(asked).toMatchObject([{ runbook: 'service-down', severity: 'critical', alerts: ['ServiceDown'] }]);
  });
});
