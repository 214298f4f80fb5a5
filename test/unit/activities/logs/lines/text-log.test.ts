import { describe, expect, it } from 'vitest';
import { linesOfContainer, linesOfText } from '../../../../../activities/logs/lines/text-log.ts';

const clock = { now: Date.parse('2026-01-02T10:00:00Z'), zoneMinutes: 0 };
const time = '2026-01-02T03:04:05Z';
const at = Date.parse(time);

function read(...lines: readonly string[]) {
  return linesOfText(lines.join('\n'), 'shop', clock);
}

describe('a line of a text log', () => {
  it.each([
    ['plain', `${time} ERROR no room`, { level: 'error', message: 'ERROR no room' }],
    [
      'nginx',
      `2026/01/02 03:04:05 [emerg] 7#7: bind() failed`,
      { level: 'fatal', message: '[emerg] 7#7: bind() failed' },
    ],
    ['Apache', '[Fri Jan 02 03:04:05 2026] [core:warn] x', { level: 'warn', message: '[core:warn] x' }],
    ['klog', 'W0102 03:04:05.000000 1 a.go:5] x', { level: 'warn', message: '1 a.go:5] x' }],
    ['logfmt', `ts=${time} level=warn msg="no room"`, { level: 'warn', message: 'level=warn msg="no room"' }],
    ['logfmt behind a time', `${time} level=fatal msg=x`, { level: 'fatal', message: 'level=fatal msg=x' }],
    ['logfmt with a time in quotes', `time="2026-01-02 03:04:05" level=info x`, { level: 'info' }],
    ['without a level', `${time} an error occurred`, { level: null, message: 'an error occurred' }],
    ['coloured', `\u001b[31m${time} ERROR\u001b[0m x`, { level: 'error', message: 'ERROR x' }],
    [
      'with a trace',
      `${time} x trace_id=0123456789abcdef0123456789abcdef`,
      { traceId: '0123456789abcdef0123456789abcdef' },
    ],
  ])('is read: %s', (_what, line, expected) => {
    expect(read(line)).toEqual([expect.objectContaining({ at, service: 'shop', ...expected })]);
  });

  it.each([
    [
      'ECS',
      { '@timestamp': time, 'log.level': 'ERROR', message: 'x', service: { name: 'cart' }, trace: { id: 'abc' } },
      { level: 'error', message: 'x', service: 'cart', traceId: 'abc' },
    ],
    [
      'pino',
      { level: 50, time: at, msg: 'x', err: { message: 'why', stack: 'E\n  at f' } },
      { level: 'error', message: 'x: why', stack: 'E\n  at f' },
    ],
    ['zap', { level: 'warn', ts: at / 1_000, msg: 'x', error: 'why' }, { level: 'warn', message: 'x: why' }],
    ['nanoseconds', { time: at * 1e6, severity: 'CRITICAL', message: 'x' }, { level: 'fatal' }],
    ['syslog', { timestamp: time, level: 3, message: 'x' }, { level: 'error' }],
    ['colours', { ts: time, msg: '\u001b[31mdown\u001b[0m' }, { message: 'down' }],
    ['no message', { ts: time, code: 7 }, { message: JSON.stringify({ ts: time, code: 7 }) }],
  ])('is read as JSON: %s', (_what, json, expected) => {
    expect(read(JSON.stringify(json))).toEqual([expect.objectContaining({ at, ...expected })]);
  });

  it.each([
    ['__proto__', '{"__proto__":{"message":"x"},"time":1767323045}'],
    ['null', '{"message":null,"time":1767323045,"error":null}'],
    ['deeply nested', `{"time":1767323045,"a":${'['.repeat(5_000)}${']'.repeat(5_000)}}`],
    ['half an object', '{"time":17673'],
  ])('is survived as JSON: %s', (_what, line) => {
    expect(() => read(`${time} x`, line)).not.toThrow();
  });
});

describe('lines that belong together', () => {
  it.each([
    [
      'Java',
      ['ERROR x', 'java.lang.IllegalStateException: y', '\tat a.B.c(B.java:1)', 'Caused by: java.io.IOException: z'],
      2,
    ],
    ['Node', ['ERROR x', '    at f (a.js:1)', '    at g (a.js:2)'], 1],
    ['what is indented', ['INFO settings:', '  one', '  two'], 1],
    ['Go', ['INFO x', 'panic: y', '', 'goroutine 1 [running]:', 'main.main()', '\t/a.go:1', 'exit status 2'], 2],
  ])('are joined: %s', (_what, [first, ...others], count) => {
    const lines = read(`${time} ${first}`, ...others, `${time} INFO next`);

    expect(lines).toHaveLength(count + 1);
    expect(lines.map((line) => line.at)).toEqual(lines.map(() => at));
    expect(lines.at(-2)?.message).toContain(
      others.findLast((line) => line.startsWith(' ') || line.startsWith('\t')) ?? '',
    );
    expect(lines.at(-1)?.message).toBe('INFO next');
  });

  it('call a traceback that stands alone by what went wrong', () => {
    const trace = [
      'Traceback (most recent call last):',
      '  File "a.py", line 1, in f',
      '    g()',
      'ValueError: no room',
    ];

    const lines = read(`${time} INFO x`, ...trace, `${time} INFO y`);

    expect(lines.map(({ message }) => message)).toEqual(['INFO x', 'ValueError: no room', 'INFO y']);
    expect(lines[1]).toMatchObject({ at, level: 'error', stack: trace.join('\n') });
  });

  it('keep the first of tracebacks that led to each other', () => {
    const first = ['Traceback (most recent call last):', '  File "a.py", line 1', 'KeyError: 1'];
    const chain = ['', 'During handling of the above exception, another exception occurred:', ''];
    const second = ['Traceback (most recent call last):', '  File "b.py", line 2', 'ValueError: 2'];

    const lines = read(`${time} INFO x`, ...first, ...chain, ...second);

    expect(lines.map(({ message }) => message)).toEqual(['INFO x', 'ValueError: 2']);
    expect(lines[1]?.stack).toBe([...first, chain[1], ...second].join('\n'));
  });

  it('keep what led to a traceback with it, where that has none of its own', () => {
    const rest = [
      'During handling of the above exception, another exception occurred:',
      'Traceback (most recent call last):',
    ];

    const lines = read(
      `${time} INFO x`,
      'OSError: 1',
      '',
      rest[0] ?? '',
      '',
      rest[1] ?? '',
      '  File "a.py"',
      'OSError: 2',
    );

    expect(lines.map(({ message }) => message)).toEqual([
      'INFO x',
      ['OSError: 1', ...rest, '  File "a.py"', 'OSError: 2'].join('\n'),
    ]);
  });

  it('leave a traceback with the error that was logged before it', () => {
    const lines = read(`${time} ERROR x`, 'Traceback (most recent call last):', '  File "a.py", line 1', 'KeyError: 1');

    expect(lines).toHaveLength(1);
    expect(lines[0]?.message).toContain('ERROR x\nTraceback');
    expect(lines[0]?.message).toMatch(/KeyError: 1$/);
  });

  it('do not grow without end', () => {
    const [line] = read(`${time} ERROR x`, ...Array.from({ length: 5_000 }, () => `  at ${'f'.repeat(100)}`));

    expect(line?.message.length).toBeLessThan(17_000);
  });
});

describe('a line without a time', () => {
  it('takes that of the line before it, and the first ones that of the first', () => {
    const lines = read('zero', `${time} one`, 'two', '2026-01-02T03:04:06Z three');

    expect(lines.map((line) => (line.at - at) / 1_000)).toEqual([0, 0, 0, 1]);
  });

  it('cannot be placed where no line has one', () => {
    expect(read('one', 'two')).toEqual([]);
  });
});

describe('a hostile log', () => {
  it.each([
    ['a line of a megabyte', `${time} ${'x'.repeat(1_000_000)}`],
    ['a megabyte of quotes', `${time} a="${'"a="'.repeat(250_000)}`],
    ['a megabyte of levels', `${time} ${'level='.repeat(170_000)}`],
    ['a megabyte of braces', '{'.repeat(1_000_000)],
    ['NULs', `${time} a\0b\0\0`],
    ['what was no UTF-8', Buffer.from([...Buffer.from(`${time} `), 0xff, 0xfe, 0xc3, 0x28]).toString('utf8')],
    ['half a character', `${time} \ud800`],
    ['200,000 empty lines', '\n'.repeat(200_000)],
  ])('is read at once: %s', (_what, text) => {
    const began = performance.now();

    const lines = read(text);

    expect(performance.now() - began).toBeLessThan(2_000);
    expect(lines.every(({ message }) => message.length <= 16_384 && message.isWellFormed())).toBe(true);
    expect(lines.some(({ message }) => message.includes('\0'))).toBe(false);
  });
});

describe('the log of a container', () => {
  it('bears the time of the engine, whatever the program writes', () => {
    const text = `${time} 1999-01-01 00:00:00 ERROR x\n2026-01-02T03:04:06.5Z   at f\nno time\n`;

    expect(linesOfContainer(text, 'shop', clock)).toEqual([
      expect.objectContaining({ at, level: 'error', message: 'ERROR x\n  at f' }),
    ]);
  });
});
