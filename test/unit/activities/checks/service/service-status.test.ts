import { describe, expect, it } from 'vitest';
import { serviceStatus } from '../../../../../activities/checks/service/service-status.ts';
import { serviceTarget } from '../../../../../model/target.ts';
import type { ServiceOverrides } from '../../../../support/builders.ts';
import { aService } from '../../../../support/builders.ts';
import { aProgram } from '../../../../support/processes.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

function statusOf(overrides: ServiceOverrides) {
  return serviceStatus(
    { check: 'service-status', target: serviceTarget(aService()) },
    servicesHere(aService(overrides)),
  );
}

describe('the check service-status', () => {
  it.each([
    ['exits with 0', aProgram(`console.log('active')`), 'healthy', 'status exits 0: active'],
    [
      'exits with another code',
      aProgram(`console.log('inactive'); process.exit(3)`),
      'unhealthy',
      'status exits 3: inactive',
    ],
    ['says nothing', aProgram(''), 'healthy', 'status exits 0'],
    ['cannot be started', ['/nonexistent/program'] as const, 'unknown', 'the status command could not be started'],
    ['is killed', aProgram(`process.kill(process.pid, 'SIGKILL')`), 'unknown', 'the status command was killed'],
  ])('judges a command that %s', async (_what, status, health, summary) => {
    expect(await statusOf({ status })).toMatchObject({ health, summary });
  });

  it('cannot tell where no command is described', async () => {
    expect(await statusOf({ status: null })).toMatchObject({ health: 'unknown' });
  });

  it('cannot tell when the command takes too long', async () => {
    const status = aProgram('setInterval(() => {}, 1000)');

    expect(await statusOf({ status, commandTimeoutMs: 500 })).toMatchObject({
      health: 'unknown',
      summary: 'the status command took too long',
    });
  });

  it('keeps what the command says short, masked and on one line', async () => {
    const program = `console.log('\\u001b[1mpassword\\u001b[0m=hunter2\\n' + 'x'.repeat(1000))`;

    const { summary } = await statusOf({ status: aProgram(program) });

    expect(summary).toMatch(/^status exits 0: password=\[secret\] x+…$/);
    expect(summary.length).toBeLessThan(150);
  });
});
