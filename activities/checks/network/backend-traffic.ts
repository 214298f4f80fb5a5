import pLimit from 'p-limit';
import { hostOf } from '../../../clients/http.ts';
import { askStatus } from '../../../clients/probe.ts';
import { judgeTraffic } from '../../../model/kubernetes/network/backend.ts';
import type { CheckRunner } from '../../contracts/check-runner.ts';
import { unknown } from '../../kubernetes/looking.ts';
import { backendOf } from '../../kubernetes/network/members.ts';

/** One of several members is found out by several requests; each has a connection of its own. */
const bounds = { requests: 20, atOnce: 4, totalMs: 30_000 } as const;

/** Whether requests to a described backend are answered by 2xx, sent by the worker itself. */
export const backendTraffic: CheckRunner = async ({ target }, { findObject }) => {
  const backend = backendOf(findObject(target));
  if (!backend) return unknown('nobody described a backend for this Service');
  const limit = pLimit(bounds.atOnce);
  const deadline = Date.now() + bounds.totalMs;
  const asked = await Promise.all(
    Array.from({ length: bounds.requests }, () =>
      limit(async () => (Date.now() < deadline ? askStatus(backend.url, backend.timeoutMs) : null)),
    ),
  );
  const { health, words } = judgeTraffic(asked.filter((answer) => answer !== null));
  return { health, summary: `${hostOf(backend.url)}: ${words}` };
};
