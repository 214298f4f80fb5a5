import { describe, expect, it } from 'vitest';
import { aReport } from '../../../support/builders.ts';
import { openConsoleStand } from '../../../support/channels/console-stand.ts';
import { attempt } from '../../../support/channels/every-channel.ts';

describe('the channel console', () => {
  it('writes one line with fields', async () => {
    const stand = await openConsoleStand();
    const report = aReport({
      logs: { source: 'file', text: 'last words', truncated: false },
      asks: ['code 1a2b3c4d'],
      details: ['dark'],
      findings: ['no oil'],
    });

    await attempt(stand, { report, to: { person: 'alex', address: null }, page: 'https://temporal.example/1' });

    expect(stand.shown.map((line) => JSON.parse(line) as unknown)).toEqual([
      expect.objectContaining({
        msg: 'A human is needed: host/host-1/service/web',
        report: 'escalated',
        incidentId: 'host/host-1/service/web',
        severity: 'critical',
        runbook: 'service-down',
        firing: ['ServiceDown'],
        asks: ['code 1a2b3c4d'],
        details: ['dark'],
        findings: ['no oil'],
        logs: 'last words',
        to: 'alex',
        page: 'https://temporal.example/1',
      }),
    ]);
  });

  it('leaves out what there is not', async () => {
    const stand = await openConsoleStand();

    await attempt(stand, { page: null });

    const [line] = stand.shown.map((shown) => JSON.parse(shown) as object);
    for (const name of ['asks', 'details', 'findings', 'logs', 'to', 'page']) expect(line).not.toHaveProperty(name);
  });
});
