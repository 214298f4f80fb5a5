import { describe, expect, it } from 'vitest';
import { excerptOf } from '../../../../activities/logs/excerpt.ts';
import { withoutPrivateKeys } from '../../../../activities/logs/private-keys.ts';
import { aLogFinding, aLogLine } from '../../../support/builders.ts';

describe('the excerpt', () => {
  it('has the lines around the first of a finding, whatever else is bad, and the last ones', () => {
    const lines = Array.from({ length: 3_000 }, (_, at) =>
      aLogLine({ at, message: `line ${at}`, level: at === 2_000 ? 'error' : 'info' }),
    );

    const kept = excerptOf(lines, [aLogFinding({ firstSeenAt: 1_000 })]).map(({ at }) => at);

    expect(kept).toHaveLength(500);
    expect(kept.slice(0, 80)).toEqual(Array.from({ length: 80 }, (_, index) => 980 + index));
    expect(kept[80]).toBe(2_000);
    expect(kept.at(-1)).toBe(2_999);
  });

  it('stays under 256 KiB, and keeps what matters first', () => {
    const lines = Array.from({ length: 500 }, (_, at) => aLogLine({ at, message: '€'.repeat(100_000) }));

    const kept = excerptOf(lines, [aLogFinding({ firstSeenAt: 250 })]);

    expect(Buffer.byteLength(JSON.stringify(kept))).toBeLessThan(257 * 1024);
    expect(kept[0]?.at).toBe(230);
    expect(kept.every(({ message }) => message.length <= 4_096)).toBe(true);
  });

  it('is masked in every part', () => {
    const secret = 'password=hunter2';
    const parts = {
      level: secret,
      service: secret,
      message: secret,
      traceId: secret,
      stack: `x\n${secret}`,
      id: secret,
    };

    const text = JSON.stringify(excerptOf([aLogLine(parts)], []));

    expect(text).not.toContain('hunter2');
    expect(text.match(/\[secret\]/g)).toHaveLength(6);
  });

  it('is not confused by a finding of a line that is not among them', () => {
    expect(excerptOf([aLogLine({ at: 5 })], [aLogFinding({ firstSeenAt: 9 })])).toHaveLength(1);
  });
});

describe('a private key that was logged line by line', () => {
  const key = ['-----BEGIN RSA PRIVATE KEY-----', 'MIIEpAIBAAKC', 'qwertyuiop', '-----END RSA PRIVATE KEY-----'];

  it('is left out, and nothing else', () => {
    const lines = ['a', ...key, 'b'].flatMap((message) => [
      aLogLine({ message }),
      aLogLine({ message: 'another program', service: 'db' }),
    ]);

    const left = withoutPrivateKeys(lines).filter(({ service }) => service === 'web');

    expect(left.map(({ message }) => message)).toEqual(['a', key[0], 'b']);
    expect(withoutPrivateKeys(lines).filter(({ service }) => service === 'db')).toHaveLength(6);
  });

  it('that never ends takes no more with it than a key can have', () => {
    const lines = [key[0] ?? '', ...Array.from({ length: 300 }, () => 'x')].map((message) => aLogLine({ message }));

    expect(withoutPrivateKeys(lines)).toHaveLength(101);
  });
});
