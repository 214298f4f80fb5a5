import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { logDetails } from '../../../../model/logs/log-details.ts';
import { aLogFinding, aLogReading } from '../../../support/builders.ts';

const marks = ['\u{1f600}', '\ud83d', '\ude00', ...'()<>[]{}"\'`\\ |*!\n\t\u202eax%/?#&='.split('')];
const flood = '*'.repeat(500);

describe('logDetails', () => {
  it('shows what the logs say as a list, and links to the rest', () => {
    const reading = aLogReading({
      findings: [aLogFinding({ title: 'web *died*', sample: '<b>' })],
      link: 'https://l.example/x',
    });

    expect(logDetails(reading, 4_000)).toEqual([
      '',
      '**In the logs**',
      '',
      '- web &#42;died&#42;&#58; &#60;b&#62;',
      '- read 20 lines since then and 100 lines before, a store',
      '- [all lines of that time](https://l.example/x)',
    ]);
  });

  it('is nothing where nothing was read', () => {
    expect(logDetails(null, 4_000)).toEqual([]);
  });

  it.each([4_000, 1_400, 700, 100, 0, -500])('keeps whole lines within a room of %i bytes', (room) => {
    const findings = [1, 2, 3].map(() => aLogFinding({ title: flood, sample: flood }));

    const text = logDetails(aLogReading({ findings, problem: flood, link: 'https://l.example/x' }), room).join('\n');

    expect(Buffer.byteLength(text)).toBeLessThanOrEqual(Math.min(Math.max(room, 0), 1_400));
    expect(text.replaceAll(/&#\d+;/g, '')).not.toContain('&');
  });

  it.each([
    ['no web page', 'javascript:alert(1)'],
    ['relative', '//evil.example/'],
    ['with a password', 'https://user:password@evil.example/'],
    ['too long', `https://l.example/${'x'.repeat(600)}`],
    ['of blanks', 'https://l .example/'],
  ])('shows no link that is %s', (_what, link) => {
    expect(logDetails(aLogReading({ link }), 4_000).join('\n')).not.toContain('](');
  });

  it('lets nothing end a link or begin another', () => {
    fc.assert(
      fc.property(fc.string({ unit: fc.constantFrom(...marks), maxLength: 60 }), (rest) => {
        const [line] = logDetails(aLogReading({ link: `https://l.example/${rest}` }), 4_000).slice(-1);

        expect(line).toMatch(/^- \[all lines of that time\]\(https:\/\/l\.example\/[\w\-.~:/?#@!$&+,;=%]*\)$/);
      }),
    );
  });
});
