import { readFileSync } from 'node:fs';
import { appendFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { restartService } from '../../../../../activities/actions/service/restart-service.ts';
import type { Facts } from '../../../../../model/remediation/plan.ts';
import { serviceTarget } from '../../../../../model/target.ts';
import type { ServiceOverrides } from '../../../../support/builders.ts';
import { aService } from '../../../../support/builders.ts';
import { aCountedService } from '../../../../support/acting/counted-service.ts';
import { aFailure, failureOf } from '../../../../support/acting/failures.ts';
import { anHttpStub } from '../../../../support/http/http-stub.ts';
import { aProgram, isAlive } from '../../../../support/processes.ts';
import { aScratchFolder } from '../../../../support/scratch.ts';
import { servicesHere } from '../../../../support/hosts/services-here.ts';

const target = serviceTarget(aService());

function directoryOf(overrides: ServiceOverrides) {
  return servicesHere(aService(overrides));
}

function restart(overrides: ServiceOverrides) {
  return restartService.perform(target, directoryOf(overrides), {});
}

/** Status commands that answer, one way or another. */
const statusOf = {
  yes: ['true'],
  no: ['false'],
  unknown: ['/nonexistent/program'],
} as const;

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
    const failures = await Promise.all([
      failureOf(() => restartService.observe('host/other/service/web', directoryOf({}))),
      failureOf(() => restartService.perform('host/other/service/web', directoryOf({}), {})),
      failureOf(() => restartService.didHappen('host/other/service/web', {}, directoryOf({}))),
    ]);

    expect(failures).toMatchObject(failures.map(() => aFailure('UnknownTarget')));
  });
});

describe('what restart-service depends on', () => {
  it.each([
    [200, 'healthy'],
    [500, 'unhealthy'],
  ])('is whether the service answers: %i is %s', async (status, answers) => {
    const { url } = await anHttpStub({ status });
    const probe = { kind: 'http', url, expectStatus: 200, timeoutMs: 20_000 } as const;

    expect(await restartService.observe(target, directoryOf({ probe }))).toEqual({ answers, runs: 'unknown' });
  });

  it.each([
    ['yes', 'exits with 0', statusOf.yes],
    ['no', 'exits with another code', statusOf.no],
    ['unknown', 'cannot be started', statusOf.unknown],
    ['unknown', 'is killed', aProgram(`process.kill(process.pid, 'SIGKILL')`)],
    ['unknown', 'is not described', null],
  ])('is whether it runs: %s where the status command %s', async (runs, _what, status) => {
    expect(await restartService.observe(target, directoryOf({ status }))).toEqual({ answers: 'unhealthy', runs });
  });

  it('is which start of it this is, masked and on one line', async () => {
    const instance = aProgram(`console.log('pid 42\\npassword=hunter2')`);

    const { instance: found } = await restartService.observe(target, directoryOf({ instance }));

    expect(found).toBe('pid 42 password=[secret]');
  });

  it.each([
    ['exits with a code', aProgram(`console.log('half'); process.exit(1)`)],
    ['cannot be started', ['/nonexistent/program'] as const],
    ['is killed', aProgram(`console.log('half'); process.kill(process.pid, 'SIGKILL')`)],
    ['is not described', null],
  ])('names no start where the command for it %s', async (_what, instance) => {
    expect(await restartService.observe(target, directoryOf({ instance }))).not.toHaveProperty('instance');
  });
});

describe('whether a restart has happened', () => {
  it.each<[string, Facts, boolean, keyof typeof statusOf, 'yes' | 'no' | 'unknown']>([
    ['it is another start', { runs: 'yes', instance: 'the first start' }, true, 'yes', 'yes'],
    ['it is another start of a service that was dead', { runs: 'no', instance: 'the first start' }, true, 'yes', 'yes'],
    ['it is another start, whatever the status says', { instance: 'the first start' }, true, 'unknown', 'yes'],
    ['it is the same start', { runs: 'yes', instance: 'the first start' }, false, 'yes', 'no'],
    ['it is the same start, whatever the status says', { instance: 'the first start' }, false, 'unknown', 'no'],
    ['it was dead and still is', { runs: 'no', instance: 'the first start' }, false, 'no', 'no'],
    ['it was dead, was started and is dead again', { runs: 'no', instance: 'the first start' }, true, 'no', 'yes'],
    ['it ran and is dead now', { runs: 'yes', instance: 'the first start' }, true, 'no', 'unknown'],
    ['it was dead and runs, of no known start', { runs: 'no' }, true, 'yes', 'yes'],
    ['it was dead and nobody can tell whether it runs', { runs: 'no' }, true, 'unknown', 'unknown'],
    ['it ran and runs, of no known start', { runs: 'yes' }, true, 'yes', 'unknown'],
    ['nothing was known before', {}, true, 'yes', 'unknown'],
  ])('is told where %s', async (_title, before, startsAgain, status, expected) => {
    const { service, file } = await aCountedService({ status: statusOf[status] });
    if (startsAgain) await appendFile(file, 'another start\n');

    const happened = await restartService.didHappen(target, before, directoryOf(service));

    expect(happened).toBe(expected);
  });

  it.each<[keyof typeof statusOf, string, 'yes' | 'no' | 'unknown']>([
    ['yes', 'no', 'yes'],
    ['no', 'no', 'no'],
    ['unknown', 'no', 'unknown'],
    ['yes', 'yes', 'unknown'],
    ['no', 'yes', 'unknown'],
    ['yes', 'unknown', 'unknown'],
    ['no', 'unknown', 'unknown'],
  ])(
    'is told by the status alone where starts have no name: it ran "%s" after "%s": %s',
    async (status, runs, expected) => {
      const before = { runs, instance: 'of a command that is gone' };

      const happened = await restartService.didHappen(target, before, directoryOf({ status: statusOf[status] }));

      expect(happened).toBe(expected);
    },
  );

  it('was so after it was performed', async () => {
    const { service, restarts } = await aCountedService({ status: ['true'] });
    const deps = directoryOf(service);
    const before = await restartService.observe(target, deps);

    const happened = [await restartService.didHappen(target, before, deps)];
    await restartService.perform(target, deps, {});
    happened.push(await restartService.didHappen(target, before, deps));

    expect(happened).toEqual(['no', 'yes']);
    expect(restarts()).toBe(1);
  });
});
