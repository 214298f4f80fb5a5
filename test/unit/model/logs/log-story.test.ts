import { describe, expect, it } from 'vitest';
import { findingInWords, logStory, logStoryWithLink } from '../../../../model/logs/log-story.ts';
import { aLogFinding, aLogReading } from '../../../support/builders.ts';

const none = { read: 0, total: null };
const new1 = { title: 'web says something new (1, none before)', exitReason: null, sample: 'no oil' } as const;

it.each([
  ['the title, where it says what happened', {}, 'web ran out of memory (3, none before)'],
  ['the sample too, where it does not', new1, 'web says something new (1, none before): no oil'],
])('a finding in words is %s', (_what, overrides, words) => {
  expect(findingInWords(aLogFinding(overrides))).toBe(words);
});

describe('logStory', () => {
  it('tells three findings with a sample each, what was read, and where it is kept', () => {
    const findings = [1, 2, 3, 4].map((nth) => aLogFinding({ title: `finding ${nth}`, sample: `sample ${nth}` }));

    expect(logStory(aLogReading({ findings, evidence: 'logs-1.jsonl' }))).toEqual([
      'finding 1: sample 1',
      'finding 2: sample 2',
      'finding 3: sample 3',
      'read 20 lines since then and 100 lines before, a store',
      'kept as evidence logs-1.jsonl',
    ]);
  });

  it.each([
    ['all', { read: 5, total: 5 }, 'read 5 lines since'],
    ['a part', { read: 5, total: 5_000 }, 'read 5 of 5000 lines since'],
    ['nobody knows how many', { read: 5, total: null }, 'read the newest 5 lines since'],
  ])('says how much was read: %s', (_what, during, words) => {
    expect(logStory(aLogReading({ during }))[1]).toContain(words);
  });

  it('names the first cause where the sample does not', () => {
    const findings = [
      aLogFinding({ sample: 'x', rootCause: 'IOException: y' }),
      aLogFinding({ sample: 'z', rootCause: 'z' }),
    ];

    expect(logStory(aLogReading({ findings })).slice(0, 2)).toEqual([
      'web ran out of memory (3, none before): x, caused by IOException: y',
      'web ran out of memory (3, none before): z',
    ]);
  });

  it.each([
    [
      'nothing would explain it',
      {},
      ['nothing that would explain it', 'read 20 lines since then and 100 lines before, a store'],
    ],
    [
      'there is nothing to read',
      { before: { read: 0, total: null }, during: { read: 0, total: 0 } },
      ['read 0 lines since then and 0 lines before, a store'],
    ],
    [
      'nothing could be read',
      { source: null, before: none, during: none, problem: 'no log' },
      ['they could not be read: no log'],
    ],
  ])('says so where %s', (_what, overrides, lines) => {
    expect(logStory(aLogReading(overrides))).toEqual(lines);
  });

  it('keeps every line short and on one line', () => {
    const flood = 'x\n\u202e'.repeat(1_000);
    const reading = aLogReading({
      findings: [aLogFinding({ title: flood, sample: flood })],
      problem: flood,
      source: flood,
    });

    const lines = logStory(reading);

    expect(lines.filter((line) => line.length > 300 || /[\n\u202e]/.test(line))).toEqual([]);
  });

  it('ends in the link where there is one', () => {
    expect(logStoryWithLink(aLogReading({ link: 'https://logs.example/a' })).at(-1)).toBe(
      'more: https://logs.example/a',
    );
    expect(logStoryWithLink(aLogReading())).toEqual(logStory(aLogReading()));
  });
});
