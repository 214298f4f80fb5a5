import { describe, expect, it } from 'vitest';
import { scorecardLines, shadowLines } from '../../../cli/report-text.ts';
import { scorecardOf } from '../../../model/scorecard/scorecard.ts';
import { shadowReportOf } from '../../../model/scorecard/shadow.ts';
import { isoSecond } from '../../support/builders.ts';
import { closedAddress, runNightshift } from '../../support/command-line.ts';
import { aScoredIncident, anObservedScore } from '../../support/scores.ts';

describe('nightshift report', () => {
  it.each(['7', 'd', '0d', '-3d', '1w', 'yesterday'])('ends with 2 for --since %s', async (since) => {
    const { exitCode, stdout, stderr } = await runNightshift(['report', `--since=${since}`]);

    expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
    expect(stderr).toBe('--since takes a number above 0 and a unit, such as 90m, 12h or 30d\n');
  });

  it.each([[['report']], [['report', '--shadow', '--json', '--since', '30d']]])(
    'says of %j that Temporal does not answer, and ends with 2',
    async (args) => {
      const { exitCode, stderr } = await runNightshift(args);

      expect(exitCode).toBe(2);
      expect(stderr).toContain(`Temporal at ${closedAddress} does not answer`);
    },
  );
});

describe('the scorecard in words', () => {
  it('says what to do where there is nothing to add up', () => {
    const lines = scorecardLines(scorecardOf([aScoredIncident(null, { closed: false, underWay: true })]));

    expect(lines).toEqual([
      '0 ended, 1 under way',
      '',
      'Nothing to add up yet. Send alerts to the trigger, or take a longer --since.',
    ]);
  });

  it('shows counts, times, shares and reasons', () => {
    const nothing = { outcome: 'nothing-done', human: true, acted: false, firstActionMs: null, runbook: null } as const;
    const lines = scorecardLines(
      scorecardOf([
        aScoredIncident(),
        aScoredIncident({ outcome: 'resolved-by-itself', acted: false, recurs: true }),
        aScoredIncident({ ...nothing, reason: 'no-runbook' }),
        aScoredIncident({ requested: true }),
      ]),
    );

    expect(lines).toEqual([
      '3 ended, 0 under way, 1 drills, not counted',
      '',
      'RUNBOOK       ENDED  VERIFIED  BY ITSELF  UNDONE  ESCALATED  NOTHING DONE  ATTEMPTED  RECURRED',
      'none          1      0         0          0       0          1             0          0',
      'service-down  2      1         1          0       0          0             1          1',
      'all           3      1         1          0       0          1             1          1',
      '',
      'RUNBOOK       TO ACCEPT P50  P90  TO FIRST ACTION P50  P90  TO VERIFIED P50  P90',
      'none          5 s            5 s  -                    -    -                -',
      'service-down  5 s            5 s  2 s                  2 s  5 min            5 min',
      'all           5 s            5 s  2 s                  2 s  5 min            5 min',
      '',
      'Ended without a human  2 of 3 (67 %)',
      'False alarms           1 of 3 (33 %)',
      '',
      'Nothing was done because',
      '      1  no-runbook',
    ]);
  });
});

describe('the shadow report in words', () => {
  it('says what to do where nothing was observed', () => {
    expect(shadowLines(shadowReportOf([aScoredIncident()]))).toEqual([
      'No incident ended in mode observe. A runbook whose mode is observe (policy.modes) shows here what it would have done.',
    ]);
  });

  it('shows what would have been done, and how each case ended', () => {
    const lines = shadowLines(
      shadowReportOf([
        aScoredIncident(anObservedScore({ openedAt: isoSecond(3) })),
        aScoredIncident(anObservedScore({ openedAt: isoSecond(2), clearedMs: null }), { closed: false }),
        aScoredIncident(
          anObservedScore({ openedAt: isoSecond(1), clearedMs: null, rehearsal: null, reason: 'no-plan' }),
        ),
        aScoredIncident(anObservedScore({ rehearsal: { plan: 'restart\u001b[2J web', refusal: 'frozen' } })),
      ]),
    );

    expect(lines).toEqual([
      'RUNBOOK       OBSERVED  WOULD HAVE ACTED  REFUSED  NO PLAN  UNTIL CLEARED P50  P90     NOT CLEARED',
      'service-down  4         2                 1        1        10 min             10 min  1',
      '',
      'service-down: the guards would have refused because',
      '      1  frozen',
      '',
      'service-down: there was no plan because',
      '      1  no-plan',
      '',
      'The latest 4 of 4',
      'OPENED (UTC)         CLEARED AFTER  GUARDS  PLAN                         INCIDENT',
      '2026-01-01T00:00:03  10 min         go      restart web                  host/host-1/service/web',
      '2026-01-01T00:00:02  still firing   go      restart web                  host/host-1/service/web',
      '2026-01-01T00:00:01  never          -       none: nothing-done, no-plan  host/host-1/service/web',
      '2026-01-01T00:00:00  10 min         frozen  restart [2J web              host/host-1/service/web',
    ]);
  });

  it('lists the latest twenty only', () => {
    const many = Array.from({ length: 45 }, (_, second) =>
      aScoredIncident(anObservedScore({ openedAt: isoSecond(second) })),
    );

    const lines = shadowLines(shadowReportOf(many));

    expect(lines).toContain('The latest 20 of 45');
    expect(lines.at(-1)).toContain('2026-01-01T00:00:25');
  });
});
