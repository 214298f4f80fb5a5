import { describe, expect, it } from 'vitest';
import { acknowledgementMs } from '../../../../model/operators/acknowledgement.ts';
import { describeAsk, sampleOf } from '../../../../model/operators/asks.ts';
import type { OperatorMessage } from '../../../../model/operators/message.ts';
import { operatorAsks, readOperatorMessage } from '../../../../model/operators/message.ts';
import { explainOperatorRefusal, operatorRefusals } from '../../../../model/operators/refusals.ts';

const nothing: OperatorMessage = { by: null, comment: null, code: null, for: null };

describe('readOperatorMessage', () => {
  it.each<[unknown, Partial<OperatorMessage>]>([
    [undefined, {}],
    [null, {}],
    [true, {}],
    ['', {}],
    ['alex', { by: 'alex' }],
    ['by alex', { by: 'alex' }],
    ['  alex of the night shift ', { by: 'alex of the night shift' }],
    [{}, {}],
    [{ by: 'alex' }, { by: 'alex' }],
    [
      { by: ' alex\n', comment: 'on my way', for: '30m' },
      { by: 'alex', comment: 'on my way', for: '30m' },
    ],
    [{ by: 'alex', comment: null, code: null, for: null, more: 1 }, { by: 'alex' }],
    [{ comment: 'the password=hunter2 works' }, { comment: 'the password=[secret] works' }],
    [{ by: 'x'.repeat(300) }, { by: `${'x'.repeat(99)}…` }],
  ])('reads what a dialog sends: %j', (input, said) => {
    expect(readOperatorMessage('acknowledge', input)).toEqual({ ...nothing, ...said });
  });

  it.each<[unknown, Partial<OperatorMessage>]>([
    [true, {}],
    ['1A2B3C4D', { code: '1a2b3c4d' }],
    ['1a2b3c4d alex', { code: '1a2b3c4d', by: 'alex' }],
    ['1a2b3c4d by alex', { code: '1a2b3c4d', by: 'alex' }],
    [
      { code: ' 1A2B3C4D', by: 'alex', comment: 'go' },
      { code: '1a2b3c4d', by: 'alex', comment: 'go' },
    ],
  ])('reads a vote: %j', (input, said) => {
    expect(readOperatorMessage('approve', input)).toEqual({ ...nothing, ...said });
  });

  it.each([
    false,
    0,
    42,
    Number.NaN,
    [],
    ['alex'],
    { by: 7 },
    { by: ['alex'] },
    { comment: {} },
    { for: 30 },
    { code: 12_345_678 },
    { unreadablePayload: 'invalid JSON' },
  ])('reads nothing out of %j', (input) => {
    for (const ask of operatorAsks) expect(readOperatorMessage(ask, input)).toBeUndefined();
  });
});

describe('acknowledgementMs', () => {
  it.each([
    [null, 5],
    ['90s', 90_000],
    ['1m', 60_000],
    [' 30m ', 1_800_000],
    ['2 h', 7_200_000],
    ['24h', 86_400_000],
    ['1d', 86_400_000],
  ])('takes %j for %d ms', (text, ms) => {
    expect(acknowledgementMs(text, 5)).toBe(ms);
  });

  it.each(['', '59s', '25h', '2d', '30', 'm', '-5m', '1.5h', '1e3m', '30 minutes', '999999h', '5m; rm'])(
    'takes %j for no time that may be said',
    (text) => {
      expect(acknowledgementMs(text, 5)).toBeUndefined();
    },
  );
});

describe('the words of a refusal', () => {
  it.each(operatorAsks)('are one plain line for every reason to refuse %s', (ask) => {
    for (const refusal of operatorRefusals)
      expect(explainOperatorRefusal(ask, refusal, null)).toMatch(/^[a-z"][^\n]{15,250}$/);
  });

  it.each(operatorAsks)('say what to send where %s cannot be read, and what they say can be read', (ask) => {
    const words = explainOperatorRefusal(ask, 'unreadable', { code: '1a2b3c4d' });

    const sample = sampleOf(ask, '1a2b3c4d');
    expect(words).toContain(`send ${sample}`);
    expect(readOperatorMessage(ask, JSON.parse(sample))?.by).toBe('your name');
    expect(describeAsk(ask)).toContain('Input: {"');
  });
});
