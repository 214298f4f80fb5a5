import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { createActingActivities } from '../../../../activities/acting.ts';
import { serviceDirectory } from '../../../../activities/contracts/services.ts';
import type { ServiceDefinition } from '../../../../model/service.ts';
import { serviceTarget } from '../../../../model/target.ts';
import { aService } from '../../../support/builders.ts';
import { aFailure, failureOf } from '../../../support/failures.ts';
import { aProgram, isAlive } from '../../../support/processes.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

function restart(overrides: Partial<ServiceDefinition>, target = serviceTarget(aService())) {
  const { performAction } = createActingActivities({ findService: serviceDirectory([aService(overrides)]) });
  return performAction({ action: 'restart-service', target });
}

describe('the action restart-service', () => {
  it('runs the command that is described, once', async () => {
    const file = `${await aScratchFolder()}/runs`;

    const result = await restart({ restart: aProgram(`require('fs').appendFileSync(process.argv[1], 'ran;')`, file) });

    expect(result).toEqual({ result: 'done', summary: 'restarted web' });
    expect(readFileSync(file, 'utf8')).toBe('ran;');
  });

  it.each([
    { status: 'process.exit(3)', expected: 'started web' },
    { status: 'process.exit(0)', expected: 'restarted web' },
    { status: `process.kill(process.pid, 'SIGKILL')`, expected: 'restarted web' },
  ])('answers "$expected" where the status is $status and a start is described', async ({ status, expected }) => {
    const result = await restart({ status: aProgram(status), start: ['true'] });

    expect(result).toEqual({ result: 'done', summary: expected });
  });

  it('restarts where only a restart is described, whatever the status says', async () => {
    const result = await restart({ status: ['false'] });

    expect(result).toEqual({ result: 'done', summary: 'restarted web' });
  });

  it('tells why a restart failed, with secrets masked', async () => {
    const program = `console.error('cannot log in:\\n  --password hunter2 {"token":"s3cr\\\\"et"}'); process.exit(4)`;

    const result = await restart({ restart: aProgram(program) });

    expect(result).toEqual({
      result: 'failed',
      summary: 'the restart command of web exited with 4: cannot log in:   --password [secret] {"token":[secret]}',
    });
  });

  it('shows no half of a secret that the cut went through', async () => {
    const program = `console.log('x'.repeat(4000) + ' password=' + 'hunter2'.repeat(400) + ' end'); process.exit(1)`;

    const { summary } = await restart({ restart: aProgram(program) });

    expect(summary).toBe('the restart command of web exited with 1: end');
  });

  it('tells that a command cannot be started', async () => {
    const result = await restart({ restart: ['/nonexistent/program'] });

    expect(result).toMatchObject({ result: 'failed', summary: expect.stringContaining('could not be started') });
  });

  it.each([
    ['takes too long', 'setInterval(() => {}, 1000)', 'took too long'],
    ['is killed', `process.kill(process.pid, 'SIGKILL')`, 'was killed'],
  ])('does not claim to know what a command did that %s', async (_what, rest, words) => {
    const file = `${await aScratchFolder()}/pid`;
    const program = `require('fs').writeFileSync(process.argv[1], String(process.pid)); ${rest}`;

    const result = await restart({ restart: aProgram(program, file), commandTimeoutMs: 1_500 });

    expect(result).toMatchObject({ result: 'unknown', summary: expect.stringContaining(words) });
    expect(isAlive(Number(readFileSync(file, 'utf8')))).toBe(false);
  });

  it('touches only services that are described', async () => {
    const failure = await failureOf(() => restart({}, 'host/other/service/web'));

    expect(failure).toMatchObject(aFailure('UnknownTarget'));
  });
});
