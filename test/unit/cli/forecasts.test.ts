import { describe, expect, it } from 'vitest';
import { scoreLines } from '../../../cli/forecast/scores-text.ts';
import { noticeOf } from '../../../model/forecast/scoring/scorebook-notice.ts';
import { emptyScorebook, enter } from '../../../model/forecast/scoring/scorebook.ts';
import type { Scored } from '../../../model/forecast/scoring/scored.ts';
import { closedAddress, runNightshift } from '../../support/command-line.ts';
import { aScoredLimit, aScoredPrediction, daysOn, someScoredValues } from '../../support/forecasting/scores.ts';

const aNotice = (scored: readonly Scored[]) => noticeOf(enter(emptyScorebook, scored, daysOn(0)).book);

describe('nightshift forecasts', () => {
  it.each([[['forecasts']], [['forecasts', '--json']], [['forecasts', 'report']], [['forecasts', 'report', '--json']]])(
    'says of %j that Temporal does not answer, and ends with 2',
    async (args) => {
      const { exitCode, stdout, stderr } = await runNightshift(args);

      expect({ exitCode, stdout }).toEqual({ exitCode: 2, stdout: '' });
      expect(stderr).toContain(`Temporal at ${closedAddress} does not answer`);
    },
  );
});

describe('how good forecasts are, in words', () => {
  it.each([[{}], [{ disks: aNotice([]) }]])('says when there is something to say: %j', (scorebooks) => {
    expect(scoreLines(scorebooks, daysOn(0))).toEqual([expect.stringContaining('Nothing was scored yet.')]);
  });

  it('shows what became of predictions, figures, and who is demoted', () => {
    const bad = Array.from({ length: 10 }, () => aScoredPrediction({ outcome: 'false-alarm' }));
    const local = { model: 'local-trend' } as const;
    const scorebooks = {
      disks: aNotice([
        ...bad,
        aScoredPrediction(local),
        aScoredLimit({ ...local, foreseen: true }),
        someScoredValues(),
      ]),
      'load\n\u001b[2J': aNotice([aScoredPrediction({ outcome: 'averted' }), aScoredLimit()]),
    };

    expect(scoreLines(scorebooks, daysOn(3))).toEqual([
      'FORECAST  MODEL        PREDICTIONS  CAME TRUE  AVERTED  RECEDED  FALSE ALARM  UNKNOWN  MISSED',
      'disks     ensemble     10           0          0        0        10           0        0',
      'disks     local-trend  1            1          0        0        0            0        0',
      'load [2J  ensemble     1            0          1        0        0            0        1',
      '',
      'FORECAST  MODEL        PRECISION  RECALL  LEAD P50  ERROR P50  VALUES  IN INTERVAL  NEAR  FAR   MASE',
      'disks     ensemble     0 %        -       -         -          100     95 %         97 %  93 %  0.80',
      'disks     local-trend  100 %      100 %   10 h      1 h        0       -            -     -     -',
      'load [2J  ensemble     100 %      50 %    -         -          0       -            -     -     -',
      '',
      'Demoted',
      '  disks: ensemble was demoted on 2026-01-10 until 2026-01-17: 0 % of 10 predictions were right, at least 50 % have to be',
    ]);
  });

  it('says nothing of a demotion that is over', () => {
    const bad = Array.from({ length: 10 }, () => aScoredPrediction({ outcome: 'false-alarm' }));

    expect(scoreLines({ disks: aNotice(bad) }, daysOn(8))).not.toContain('Demoted');
  });
});
