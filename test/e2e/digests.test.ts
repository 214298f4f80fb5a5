import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { createDigestClient } from '../../clients/temporal/digests.ts';
import type { DigestClient } from '../../clients/temporal/digests.ts';
import { taskQueue } from '../../model/names.ts';
import type { Notice } from '../../model/notices/notice.ts';
import { aReport } from '../support/builders.ts';
import { aConsole, aWorkerThatTells } from '../support/channels/reporting.ts';
import type { DevWorker } from '../support/temporal/dev-worker.ts';
import { startDevWorker } from '../support/temporal/dev-worker.ts';

const deliverReport = async (notice: Notice) => (sent.push(notice), null);
const timeout = 30_000;
const sent: Notice[] = [];
let dev: DevWorker;
let digests: DigestClient;

beforeAll(async () => {
  dev = await startDevWorker({
    workflows: '../../../workflows/index',
    taskQueue,
    activities: () => ({ deliverReport }),
  });
  digests = createDigestClient(dev.clientOf('worker'), timeout);
});

afterAll(() => dev[Symbol.asyncDispose]());

it('a storm of messages through two workers arrives as a few and one digest, each message once', async () => {
  const channels = [aConsole({ name: 'operators', digest: { after: 3, withinMs: 8_000 } })];
  const first = aWorkerThatTells(channels, { digests });
  const second = aWorkerThatTells(channels, { digests });
  const storm = Array.from({ length: 40 }, (_, nth) => ({
    id: `message-${nth}`,
    report: aReport({ incident: `host/host-${nth}`, severity: 'warning' }),
  }));

  // Each is tried twice, as after a crash before the answer was heard.
  await Promise.all(
    storm.flatMap((notice, nth) => {
      const { deliver } = nth % 2 === 0 ? first : second;
      return [deliver(notice), deliver(notice)];
    }),
  );
  await vi.waitFor(() => expect(sent).not.toEqual([]), { timeout });

  const single = [first, second].flatMap(({ lines }) => lines().map(({ incidentId }) => incidentId));
  const inDigest = sent.flatMap(({ report }) => Number(report.title.split(' ')[0]));
  expect(new Set(single).size).toBe(6);
  expect(inDigest).toEqual([34]);
  expect(sent[0]).toMatchObject({ channel: { type: 'console', index: 0 }, to: null, report: { kind: 'digest' } });
}, 60_000);
