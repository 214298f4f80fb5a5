import { describe, expect, it } from 'vitest';
import { concludeExhaustion } from '../../../../model/exhaustion/conclusion.ts';
import type { DescriptorHolder, TrackedConnections } from '../../../../model/exhaustion/findings.ts';
import { aHolder, exhaustionFindings, trackedConnections } from '../../../support/hosts/exhaustion.ts';

function concludeOf(holder: Partial<DescriptorHolder>) {
  return concludeExhaustion(exhaustionFindings({ holders: [aHolder({ descriptors: 900, ...holder })] }));
}

function concludeTracked(tracked: Partial<TrackedConnections>) {
  return concludeExhaustion(exhaustionFindings({ tracked: trackedConnections({ count: 900, ...tracked }) }));
}

const sockets = [{ label: 'socket', count: 880 }];

describe('the conclusion on a process', () => {
  it('names who holds what, to whom, and what is wrong with that', () => {
    const holder = aHolder({
      descriptors: 64_990,
      limit: 65_536,
      kinds: [
        { label: 'socket', count: 62_000 },
        { label: 'file', count: 2_990 },
      ],
      sockets: [
        { state: 'CLOSE_WAIT', side: 'at', place: '40000', count: 1 },
        { state: 'CLOSE_WAIT', side: 'to', place: '10.0.0.7:5432', count: 61_002 },
      ],
    });

    expect(concludeExhaustion(exhaustionFindings({ holders: [aHolder({ pid: 1, program: 'idle' }), holder] }))).toEqual(
      {
        state: 'exhausted',
        cause:
          'process api (pid 431) holds 64,990 of its 65,536 descriptors, 61,002 of them sockets in CLOSE_WAIT to 10.0.0.7:5432: ' +
          'it does not close connections to 10.0.0.7:5432, which the other side has closed already',
        advice:
          'let it close its connections, with timeouts and a bounded pool; a restart of api frees them for a while',
      },
    );
  });

  it.each([
    [
      'connections that it keeps opening',
      { kinds: sockets, sockets: [{ state: 'ESTABLISHED', side: 'to', place: '10.0.0.7:5432', count: 800 }] },
      'it opens connections to 10.0.0.7:5432 without a bound',
    ],
    [
      'clients that it does not let go',
      { kinds: sockets, sockets: [{ state: 'CLOSE_WAIT', side: 'at', place: '8080', count: 800 }] },
      '800 of them sockets in CLOSE_WAIT at its port 8080: it does not close connections of clients at port 8080',
    ],
    [
      'too many clients',
      { kinds: sockets, sockets: [{ state: 'ESTABLISHED', side: 'at', place: '8080', count: 800 }] },
      'its clients hold more connections than it may have',
    ],
    [
      'somebody who does not answer',
      { kinds: sockets, sockets: [{ state: 'SYN_SENT', side: 'to', place: '10.0.0.7:80', count: 800 }] },
      '10.0.0.7:80 does not answer its connections',
    ],
    [
      'unix sockets',
      { kinds: sockets, sockets: [{ state: 'unix', side: 'to', place: '', count: 800 }] },
      '800 of them unix sockets',
    ],
    [
      'sockets of many kinds',
      { kinds: sockets, sockets: [{ state: 'CLOSE_WAIT', side: 'to', place: '10.0.0.7:80', count: 80 }] },
      '880 of them sockets',
    ],
    [
      'deleted files',
      { kinds: [{ label: 'deleted file', count: 800 }], files: [{ label: '/var/log/api.log', count: 790 }] },
      '800 of them files that are deleted already (/var/log/api.log)',
    ],
    [
      'one file again and again',
      { kinds: [{ label: 'file', count: 800 }], files: [{ label: '/etc/api.conf', count: 790 }] },
      '790 times the same (/etc/api.conf): it opens one file again and again',
    ],
    [
      'files of one folder',
      { kinds: [{ label: 'file', count: 800 }], folders: [{ label: '/srv/spool/', count: 790 }] },
      '800 of them files, most of them in /srv/spool/',
    ],
    ['files', { kinds: [{ label: 'file', count: 800 }] }, '800 of them files'],
    ['pipes', { kinds: [{ label: 'pipe', count: 800 }] }, 'it starts programs and does not close their pipes'],
    ['inotify', { kinds: [{ label: 'inotify', count: 800 }] }, 'it watches files without an end'],
    ['what has no rule', { kinds: [{ label: 'bpf-prog', count: 800 }] }, '800 of them of the kind bpf-prog'],
    ['a mixture', { kinds: [{ label: 'file', count: 300 }] }, 'holds 900 of its 1,000 descriptors'],
  ] as const)('tells of %s', (_what, holder, words) => {
    const { state, cause } = concludeOf(holder);

    expect(state).toBe('exhausted');
    expect(cause).toContain(words);
  });

  it('goes by those that were read where there are more', () => {
    const read = { descriptors: 900_000, limit: 1_000_000, kinds: [{ label: 'pipe', count: 199_000 }] };

    expect(concludeOf(read).cause).toContain('it starts programs and does not close their pipes');
  });

  it('tells how soon it has none left', () => {
    expect(concludeOf({ before: 890 }).cause).toBe(
      'process api (pid 431) holds 900 of its 1,000 descriptors, and it takes 120 more a minute and has none left in 50 s',
    );
  });

  it.each([
    ['699 of 1,000', { descriptors: 699 }, 'enough'],
    ['700 of 1,000', { descriptors: 700 }, 'exhausted'],
    ['many of an unknown number', { descriptors: 900, limit: 0 }, 'enough'],
  ] as const)('is, for %s, that this is %s', (_what, holder, state) => {
    expect(concludeOf(holder).state).toBe(state);
  });
});

describe('the conclusion on a host', () => {
  it('names who holds most where the host itself runs out', () => {
    const holders = [
      aHolder({ descriptors: 10, limit: 0 }),
      aHolder({ pid: 7, program: 'db', descriptors: 500, limit: 0 }),
    ];

    expect(concludeExhaustion(exhaustionFindings({ descriptors: { used: 950, max: 1_000 }, holders })).cause).toBe(
      '950 of 1,000 descriptors of the whole host are in use, most of them by process db (pid 7) with 500 and process api (pid 431) with 10',
    );
  });

  it.each([
    ['everything could be seen', {}, 'enough', 'nothing runs out on web-1: 1,000 of 100,000 descriptors are in use'],
    ['processes are hidden', { unseen: 1_200 }, 'unclear', 'the account cannot look into 1,200 processes'],
    ['a look was not finished', { problems: ['stopped after 15 seconds'] }, 'unclear', 'but stopped after 15 seconds'],
    [
      'nothing could be read',
      { descriptors: null, problems: ['no such program'] },
      'unclear',
      'the limits of web-1 could not be read: no such program',
    ],
  ] as const)('is, where %s and nothing is short, that this is %s', (_what, findings, state, words) => {
    const concluded = concludeExhaustion(exhaustionFindings(findings));

    expect(concluded.state).toBe(state);
    expect(concluded.cause).toContain(words);
  });
});

describe('the conclusion on tracked connections', () => {
  const established = [{ label: 'tcp ESTABLISHED', count: 800 }];

  it.each([
    [
      'that are remembered for long',
      { states: established, settings: { nf_conntrack_tcp_timeout_established: 432_000 } },
      '800 of them tcp ESTABLISHED',
      'shorten nf_conntrack_tcp_timeout_established: connections that are gone stay for 5 d',
    ],
    [
      'of short requests',
      { states: [{ label: 'tcp TIME_WAIT', count: 800 }] },
      '800 of them tcp TIME_WAIT',
      'most last for one request',
    ],
    ['without an answer', { unanswered: 700 }, '700 without any answer', 'a scan, or a receiver that is gone'],
    [
      'of one source',
      { sources: [{ label: '10.0.0.9', count: 400 }] },
      '400 from 10.0.0.9',
      'raise net.netfilter.nf_conntrack_max',
    ],
    ['to one address', { destinations: [{ label: '10.0.0.7:53', count: 400 }] }, '400 to 10.0.0.7:53', 'raise'],
    ['that lose packets', { dropped: 12_345 }, '12,345 packets found no place', 'raise'],
    ['that only root may read', { read: 0 }, '900 of at most 1,000 connections are tracked', 'raise'],
  ] as const)('tells of those %s', (_what, tracked, words, advice) => {
    const concluded = concludeTracked(tracked);

    expect(concluded.state).toBe('exhausted');
    expect(concluded.cause).toContain(words);
    expect(concluded.advice).toContain(advice);
  });

  it('is silent while there is room', () => {
    expect(concludeTracked({ count: 699 }).state).toBe('enough');
  });
});
