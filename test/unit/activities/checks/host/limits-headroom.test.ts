import { expect, it } from 'vitest';
import { checks } from '../../../../../activities/checks/index.ts';
import { limitsDirectory } from '../../../../../activities/described/limits.ts';
import type { RunOnHost } from '../../../../../clients/commands/command.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

/** A host whose processes use so many descriptors of a thousand, or that says nothing. */
function ask(used: number | null, target = 'host/web-1/limits') {
  const runOnHost: RunOnHost = async (_host, command, { onOutput }) => {
    const record = `system\t0\t${used}\t1000\t5\t\t\0end\tdone\t1\t0\0`;
    const printed = command.at(-1) === 'descriptors' ? record : 'end\tdone\t0\t0\0';
    if (used !== null) onOutput?.(Buffer.from(printed));
    return { exitCode: used === null ? 127 : 0, output: '', truncated: false, problem: null };
  };
  const findLimits = limitsDirectory([{ host: 'web-1', match: {}, asRoot: false }]);
  return checks['limits-headroom']({ check: 'limits-headroom', target }, { ...servicesHere(), runOnHost, findLimits });
}

it.each([
  [100, 'healthy', 'nothing runs out on web-1'],
  [900, 'unhealthy', '900 of 1,000 descriptors of the whole host'],
  [null, 'unknown', 'could not be read'],
] as const)('of %s used descriptors says %s', async (used, health, words) => {
  expect(await ask(used)).toEqual({ health, summary: expect.stringContaining(words) as unknown });
});

it.each(['host/web-1', 'host/web-1/service/api'])('is about the host of %s', async (target) => {
  expect(await ask(100, target)).toMatchObject({ health: 'healthy' });
});

it.each(['host/web-10', 'host/web-2/limits', 'kubernetes/web-1'])('refuses %s', async (target) => {
  await expect(ask(100, target)).rejects.toMatchObject({ type: 'UnknownTarget' });
});
