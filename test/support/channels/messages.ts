import type { Message } from '../../../activities/contracts/channel.ts';
import { aReport } from '../builders.ts';

/** A message for all who follow a channel, at its first attempt. */
export function aMessage(overrides: Partial<Message> = {}): Message {
  return {
    report: aReport({ openedAt: '2026-01-01T00:00:00.000Z' }),
    id: 'run-1/7',
    attempt: 1,
    to: null,
    receipt: null,
    page: 'https://temporal.shop.test/incident',
    ...overrides,
  };
}

/** What every medium must show as it is, or as spaces, and never obey. */
export const hostileText = [
  'x\r\nBcc: thief@evil.test\r\n\r\n<script>alert(1)</script>',
  '</pre></li><img src="https://evil.test/x.png" onerror=alert(1)>',
  '=?utf-8?Q?=0D=0ABcc:_thief@evil.test?=',
  '[click](https://evil.test) **bold** <at>everyone</at> {{DATE(2026-01-01T00:00:00Z)}}',
  '\ud800 \u0000 \u202egnp.exe \u2066\u001b[31m',
  '.\r\nQUIT\r\n',
  'é€😀'.repeat(400),
].join(' ');
