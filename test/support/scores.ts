import { newScore } from '../../model/incident/score.ts';
import type { Score } from '../../model/incident/score.ts';
import type { ScoredIncident } from '../../model/scorecard/scored-incident.ts';
import { isoSecond } from './builders.ts';

/** The score of an incident that was repaired and proven healthy, without any human. */
export function aScore(overrides: Partial<Score> = {}): Score {
  return {
    ...newScore(isoSecond(0)),
    runbook: 'service-down',
    mode: 'auto',
    outcome: 'resolved-by-us',
    attempts: 1,
    acted: true,
    acceptedMs: 5_000,
    firstActionMs: 2_000,
    verifiedMs: 300_000,
    clearedMs: 20_000,
    rehearsal: { plan: 'restart web', refusal: null },
    ...overrides,
  };
}

/** The score of an incident that was only observed, and whose alerts cleared after ten minutes. */
export function anObservedScore(overrides: Partial<Score> = {}): Score {
  return aScore({
    mode: 'observe',
    outcome: 'nothing-done',
    reason: 'observe-mode',
    acted: false,
    human: true,
    firstActionMs: null,
    verifiedMs: null,
    clearedMs: 600_000,
    ...overrides,
  });
}

/** One closed incident of the list. */
export function aScoredIncident(
  score: Partial<Score> | null = {},
  overrides: Partial<Omit<ScoredIncident, 'score'>> = {},
): ScoredIncident {
  return {
    incident: 'host/host-1/service/web',
    target: 'host/host-1/service/web',
    closed: true,
    underWay: false,
    score: score && aScore(score),
    ...overrides,
  };
}
