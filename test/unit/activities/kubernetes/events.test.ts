import type { CoreV1Event } from '@kubernetes/client-node';
import { expect, it } from 'vitest';
import { eventLine, seenEvent } from '../../../../activities/kubernetes/events.ts';

const [early, late] = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:10:00.000Z'];

/** As the API server tells it: what an event does not have is `null`. */
function anEvent(told: object): CoreV1Event {
  const involvedObject = { kind: 'Pod', name: 'web-1' };
  const times = { firstTimestamp: null, lastTimestamp: null, eventTime: null };
  const event = { metadata: {}, involvedObject, type: 'Warning', reason: 'BackOff', message: 'restarts', ...times };
  return { ...event, ...told } as unknown as CoreV1Event;
}

it.each([
  {
    what: 'that its teller counts',
    told: { count: 7, firstTimestamp: early, lastTimestamp: late },
    seen: { count: 7, firstAt: early, lastAt: late },
  },
  {
    what: 'that comes in a series',
    told: { count: null, eventTime: early, series: { count: 5, lastObservedTime: late } },
    seen: { count: 5, firstAt: early, lastAt: late },
  },
  { what: 'that came once', told: { eventTime: early }, seen: { count: 1, firstAt: early, lastAt: early } },
  {
    what: 'that bears no time of its own',
    told: { metadata: { creationTimestamp: new Date(early) } },
    seen: { count: 1, firstAt: early, lastAt: early },
  },
  { what: 'without any time', told: {}, seen: { count: 1, firstAt: null, lastAt: null } },
])('an event $what says when and how often', ({ told, seen }) => {
  expect(seenEvent(anEvent(told))).toMatchObject(seen);
});

it('an event is one line without secrets', () => {
  const told = { eventTime: early, series: { count: 5, lastObservedTime: late }, message: 'token=hunter2\n# refused' };

  const line = eventLine(seenEvent(anEvent({ ...told, involvedObject: { kind: 'Pod', name: 'web\n1' } })));

  expect(line).toBe(`${late} BackOff of Pod web 1, 5 times: token=[secret] # refused`);
});
