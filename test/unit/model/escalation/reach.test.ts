import { describe, expect, it } from 'vitest';
import type { EscalationTarget } from '../../../../model/escalation/policy.ts';
import { reachOf, toldInWords } from '../../../../model/escalation/reach.ts';
import { aDirectory } from '../../../support/escalation/builders.ts';

const nowMs = Date.parse('2026-11-28T03:00:00Z');

describe('whom the targets of a level reach', () => {
  it.each<readonly [string, readonly EscalationTarget[], readonly string[], readonly string[]]>([
    ['a person by each of their channels', [{ kind: 'person', name: 'alex' }], ['alex by text', 'alex by mail'], []],
    ['everybody of a group', [{ kind: 'group', name: 'storage' }], ['kim by text', 'robin by mail'], []],
    ['whoever is on call', [{ kind: 'schedule', name: 'primary' }], ['robin by mail'], []],
    ['a channel itself', [{ kind: 'channel', name: 'pager' }], ['channel pager'], []],
    [
      'somebody once whom several targets name',
      [
        { kind: 'group', name: 'storage' },
        { kind: 'person', name: 'kim' },
      ],
      ['kim by text', 'robin by mail'],
      [],
    ],
    ['nobody in a gap', [{ kind: 'schedule', name: 'night' }], [], ['schedule night has nobody now']],
    ['nobody who is not described', [{ kind: 'person', name: 'pat' }], [], ['nobody is called pat']],
    ['nobody without a channel', [{ kind: 'person', name: 'sam' }], [], ['no channel reaches sam']],
    ['no channel that is gone', [{ kind: 'channel', name: 'fax' }], [], ['there is no channel fax']],
  ])('%s', (_title, targets, pages, lost) => {
    const reach = reachOf(targets, aDirectory(), nowMs);

    expect(reach.pages.map(toldInWords)).toEqual(pages);
    expect(reach.lost).toEqual(lost);
  });

  it('asks who is on call at that very moment', () => {
    const asked: number[] = [];

    reachOf(
      [{ kind: 'schedule', name: 'primary' }],
      aDirectory({ whoIsOnCall: (_name, at) => (asked.push(at), 'kim') }),
      nowMs,
    );

    expect(asked).toEqual([nowMs]);
  });

  it('leaves out a channel that does not know where somebody is', () => {
    const robin = { name: 'robin', addresses: {}, channels: ['mail', 'pager'], timeZone: null };

    const { pages } = reachOf([{ kind: 'person', name: 'robin' }], aDirectory({ people: [robin] }), nowMs);

    expect(pages.map(({ to, channel }) => ({ to, channel }))).toEqual([
      { to: { person: 'robin', address: null }, channel: 'pager' },
    ]);
  });
});
