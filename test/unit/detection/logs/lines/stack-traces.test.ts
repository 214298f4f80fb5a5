import { expect, it } from 'vitest';
import { exitReasonOf } from '../../../../../detection/logs/lines/exit-reasons.ts';
import { rootCauseOf } from '../../../../../detection/logs/lines/stack-traces.ts';

it.each([
  {
    language: 'Java',
    stack: 'a.B: x\n\tat a.C\nCaused by: d.E: y\n\tat d.F\nCaused by: g.H: z',
    cause: 'Caused by: g.H: z',
  },
  {
    language: 'Python',
    stack:
      'Traceback (most recent call last):\n  File "a.py"\nKeyError: 1\n\nDuring handling\n\nTraceback (most recent call last):\nValueError: 2',
    cause: 'KeyError: 1',
  },
  { language: 'Node', stack: 'Error: a\n    at b {\n  [cause]: Error: c\n', cause: 'Error: c' },
  { language: 'Go', stack: 'panic: oh\n\ngoroutine 1 [running]:', cause: 'panic: oh' },
])('finds the first cause in a stack trace of $language', ({ stack, cause }) => {
  expect(rootCauseOf(stack)).toBe(cause);
});

it.each([
  { line: 'Out of memory: Killed process 7 (java)', reason: 'out-of-memory' },
  { line: 'write: No space left on device', reason: 'disk-full' },
  { line: 'listen EADDRINUSE :::80', reason: 'address-in-use' },
  { line: 'open x: permission denied', reason: 'permission-denied' },
  { line: 'accept: too many open files', reason: 'too-many-files' },
  { line: 'tls: certificate has expired', reason: 'certificate-invalid' },
  { line: 'dial: no such host', reason: 'dns-failure' },
  { line: 'connect ECONNREFUSED 10.0.0.1:80', reason: 'connection-refused' },
  { line: 'process exited with code 137', reason: 'exit-code' },
  { line: 'process exited with code 0', reason: undefined },
])('reads $reason from $line', ({ line, reason }) => {
  expect(exitReasonOf(line)?.reason).toBe(reason);
});
