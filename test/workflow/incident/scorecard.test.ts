import { describe, expect, it } from 'vitest';
import type { Score } from '../../../model/incident/score.ts';
import { readScore, scoreMemo } from '../../../model/incident/score.ts';
import { anEpisode } from '../../support/episodes.ts';
import { MockWorld, minutes } from '../../support/played/mock-world.ts';
import { scenarios } from '../../support/scenarios/scenarios.ts';
import { clearsWhileDiagnosing, reaches } from '../../support/played/staging.ts';
import type { Play, Scenario } from '../../support/played/test-bed.ts';
import { useTestBed } from '../../support/played/use-test-bed.ts';

const bed = useTestBed();

/** What a scenario leaves in the memo, where the report finds it. */
function scored(scenario: Scenario): Scenario<Score | undefined> {
  return { ...scenario, script: async (play) => (await scenario.script(play), scoreOf(play)) };
}

async function scoreOf({ incident }: Play): Promise<Score | undefined> {
  return readScore((await incident.handle.describe()).memo?.[scoreMemo]);
}

describe('the memo of an incident', () => {
  it('says of an observed one what would have been done, and when its alerts cleared after that', async () => {
    const { result, target } = await bed.play({
      world: () => new MockWorld({ mode: 'observe' }),
      script: async (play) => {
        const { firing, resolved } = anEpisode(play);
        await play.incident.deliver(firing);
        await reaches(play.incident, 'escalated');
        const before = await scoreOf(play);
        await play.pass(20 * minutes);
        await play.incident.deliver(resolved);
        await play.incident.closed();
        return { before, after: await scoreOf(play) };
      },
    });

    const { before, after } = result;
    expect(before).toMatchObject({
      runbook: 'service-down',
      mode: 'observe',
      outcome: 'nothing-done',
      reason: 'observe-mode',
      acted: false,
      human: true,
      firstActionMs: null,
      clearedMs: null,
      rehearsal: { plan: `restart ${target}`, refusal: null },
    });
    expect(after).toEqual({ ...before, clearedMs: expect.any(Number) as number });
    expect(after?.clearedMs).toBeGreaterThanOrEqual(20 * minutes);
  });

  it('says why the guards would not have let an observed one be repaired', async () => {
    const { result } = await bed.play(
      scored({
        ...scenarios.observed,
        world: () => {
          const staged = new MockWorld({ mode: 'observe' });
          staged.admission = { refusal: 'maintenance', detail: 'a window', recurs: true };
          return staged;
        },
      }),
    );

    expect(result).toMatchObject({ recurs: true, reason: 'observe-mode', rehearsal: { refusal: 'maintenance' } });
  });

  it('claims no plan for an observed one whose alerts cleared first', async () => {
    const { result } = await bed.play({
      world: () => new MockWorld({ mode: 'observe' }),
      script: async (play) => {
        const episode = anEpisode(play);
        clearsWhileDiagnosing(play, episode);
        play.world.up.add(play.target);
        await play.incident.deliver(episode.firing);
        await play.incident.closed();
        return scoreOf(play);
      },
    });

    expect(result).toMatchObject({ mode: 'observe', outcome: 'resolved-by-itself', rehearsal: null, human: false });
  });

  it.each([
    ['repaired', { outcome: 'resolved-by-us', acted: true, human: false, attempts: 1 }],
    ['not-repaired', { outcome: 'escalated', acted: true, human: true, verifiedMs: null }],
    ['still-firing', { outcome: 'escalated', reason: 'alert-still-firing', human: true }],
    ['no-runbook', { runbook: null, mode: null, reason: 'no-runbook', acted: false, human: true }],
    ['resolved-only', { outcome: 'nothing-done', acceptedMs: null, human: false }],
  ] as const)('says what became of one that was %s', async (path, expected) => {
    const { result } = await bed.play(scored(scenarios[path]));

    expect(result).toMatchObject({ ...expected, clearedMs: expect.any(Number) as number });
  });

  it('is the same in the run that takes over from a full history', async () => {
    const { result } = await bed.play({
      ...scenarios['continued-as-new'],
      script: async (play) => ({
        record: await scenarios['continued-as-new'].script(play),
        score: await scoreOf(play),
      }),
    });

    expect(result.score).toEqual(result.record.score);
    expect(result.score?.openedAt).toBe(result.record.openedAt);
  });
});
