import { describe, expect, it } from 'vitest';
import { lastWordsOf } from '../../../../activities/kubernetes/workloads/last-words.ts';

describe('lastWordsOf', () => {
  it.each([
    {
      what: 'a Java exception',
      log: 'starts\njava.lang.RuntimeException: boot\n  at a.B(B.java:1)\nCaused by: java.sql.SQLException: no such table\n  at c.D(D.java:2)\n',
      telling: 'Caused by: java.sql.SQLException: no such table',
    },
    {
      what: 'a known reason',
      log: 'listen\nError: listen EADDRINUSE: address already in use :::80\nbye',
      telling: 'Error: listen EADDRINUSE: address already in use :::80',
    },
    { what: 'a bad line', log: 'one\nFATAL: settings are wrong\ntwo', telling: 'FATAL: settings are wrong' },
    { what: 'nothing', log: 'one\ntwo', telling: null },
  ])('finds $what', ({ log, telling }) => {
    expect(lastWordsOf(log)?.telling).toBe(telling);
  });

  it('keeps the last lines, each on one line and without secrets', () => {
    const log = Array.from({ length: 20 }, (_, index) => `line ${index}\u001b[31m password=hunter2-${index}\r`).join(
      '\n',
    );

    const words = lastWordsOf(log);

    expect(words?.lines).toHaveLength(6);
    expect(words?.lines.at(-1)).toBe('line 19 password=[secret]');
    expect(words?.text).not.toContain('hunter2');
  });

  it.each(['', '\n \n'])('is nothing where nothing was written', (log) => {
    expect(lastWordsOf(log)).toBeNull();
  });
});
