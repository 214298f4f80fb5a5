import type { Message } from '../../../activities/contracts/channel.ts';
import { aReport } from '../builders.ts';

/** The first attempt at a message for everybody. */
export function aMessage(overrides: Partial<Message> = {}): Message {
  return {
    report: aReport(),
    id: 'incident/host/host-1/service/web/1',
    attempt: 1,
    to: null,
    receipt: null,
    page: 'https://temporal.example.com/namespaces/nightshift/workflows/incident%2Fhost%2Fhost-1%2Fservice%2Fweb',
    ...overrides,
  };
}
