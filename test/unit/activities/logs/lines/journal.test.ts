import { describe, expect, it } from 'vitest';
import { linesOfJournal } from '../../../../../activities/logs/lines/journal.ts';

const clock = { now: Date.parse('2026-01-02T10:00:00Z'), zoneMinutes: 0 };
const at = Date.parse('2026-01-02T03:04:05.678Z');

function entry(fields: object): string {
  return JSON.stringify({ __REALTIME_TIMESTAMP: `${at}123`, PRIORITY: '6', MESSAGE: 'x', ...fields });
}

function read(...entries: readonly string[]) {
  return linesOfJournal(entries.join('\n'), 'shop', clock);
}

describe('an entry of the journal', () => {
  it('bears its own time and the name of the service', () => {
    expect(read(entry({ MESSAGE: '1999-01-01 00:00:00 began' }))).toEqual([
      { at, level: null, service: 'shop', message: 'began', traceId: null, stack: null, id: null },
    ]);
  });

  it.each([
    ['0', 'x', 'fatal'],
    ['3', 'x', 'error'],
    ['4', 'x', 'warn'],
    ['6', 'x', null],
    ['6', 'ERROR x', 'error'],
    ['3', 'INFO x', 'info'],
    ['', 'x', null],
  ])('of priority %j that says %j has the level %j', (priority, message, level) => {
    expect(read(entry({ PRIORITY: priority, MESSAGE: message }))[0]?.level).toBe(level);
  });

  it.each([
    ['bytes', [...Buffer.from('caf\u00e9')], 'caf\u00e9'],
    ['bytes that are no UTF-8', [0x61, 0xff], 'a\ufffd'],
    ['a field that was written twice', ['one', 'two'], 'one'],
  ])('may have %s for a message', (_what, message, expected) => {
    expect(read(entry({ MESSAGE: message }))[0]?.message).toBe(expected);
  });

  it.each([
    ['half an entry', '{"MESSAGE":"x","__REAL'],
    ['an entry without a message', entry({ MESSAGE: null })],
    ['an entry without a time', JSON.stringify({ MESSAGE: 'x' })],
    ['no object', '-- No entries --'],
    ['null', 'null'],
  ])('is left out where it is %s', (_what, text) => {
    expect(read(entry({}), text)).toHaveLength(1);
  });

  it('goes on with the stack trace of the one before it', () => {
    const lines = read(
      entry({ MESSAGE: 'Exception in thread "main" E: x' }),
      entry({ MESSAGE: '\tat a.B.c(B.java:1)' }),
    );

    expect(lines.map(({ message }) => message)).toEqual(['Exception in thread "main" E: x\n\tat a.B.c(B.java:1)']);
  });
});
