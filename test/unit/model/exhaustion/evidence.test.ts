import { expect, it } from 'vitest';
import { exhaustionEvidence } from '../../../../model/exhaustion/evidence.ts';
import { aHolder, exhaustionFindings, trackedConnections } from '../../../support/hosts/exhaustion.ts';

it('lists everything that was found, a line each', () => {
  const findings = exhaustionFindings({
    unseen: 3,
    holders: [
      aHolder({
        descriptors: 900,
        before: 890,
        kinds: [{ label: 'socket', count: 880 }],
        sockets: [
          { state: 'CLOSE_WAIT', side: 'to', place: '10.0.0.7:5432', count: 800 },
          { state: 'unix', side: 'to', place: '', count: 1 },
        ],
        files: [{ label: '/a', count: 2 }],
        folders: [{ label: '/', count: 1 }],
      }),
    ],
    states: [{ label: 'CLOSE_WAIT', count: 800 }],
    connections: [{ state: 'CLOSE_WAIT', side: 'at', place: '80', count: 7 }],
    tracked: trackedConnections({
      states: [{ label: 'udp', count: 9 }],
      sources: [{ label: '10.0.0.9', count: 8 }],
      settings: { nf_conntrack_udp_timeout: 30 },
    }),
    problems: ['stopped'],
  });

  const { source, text } = exhaustionEvidence(findings);

  expect(source).toBe('descriptors and connections of web-1');
  expect(text.split('\n')).toEqual([
    'descriptors of the host: 1,000 of 100,000',
    'processes that could not be looked at: 3',
    'process api (pid 431): 900 of 1,000, +10 in 5 s',
    '  kinds: socket 880',
    '  800 CLOSE_WAIT to 10.0.0.7:5432',
    '  files: /a 2',
    'TCP connections of the host: CLOSE_WAIT 800',
    '  7 CLOSE_WAIT at 80',
    'tracked connections: 10 of 1,000, 0 packets dropped',
    '  states: udp 9',
    '  from: 10.0.0.9 8',
    '  nf_conntrack_udp_timeout = 30',
    'not read: stopped',
  ]);
});

it('is cut at whole lines where it grows too long', () => {
  const problems = Array.from({ length: 400 }, (_, nth) => `${nth} ${'x'.repeat(40)}`);

  const { text, truncated } = exhaustionEvidence(exhaustionFindings({ problems }));

  expect(truncated).toBe(true);
  expect(Buffer.byteLength(text)).toBeLessThanOrEqual(8 * 1024);
  expect(text).toMatch(/x{40}$/);
});
