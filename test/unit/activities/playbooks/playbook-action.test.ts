import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { actions } from '../../../../activities/actions/index.ts';
import { traitsOf } from '../../../../activities/contracts/action-definition.ts';
import { createAnsible } from '../../../../clients/ansible/ansible.ts';
import { createEvidenceFiles } from '../../../../clients/evidence/evidence-files.ts';
import { anActivity, asActivity } from '../../../support/acting/activity.ts';
import { aFakeAnsible, aStatsLine, aTaskLine } from '../../../support/playbooks/fake-ansible.ts';
import { aPlaybookFile } from '../../../support/playbooks/playbooks.ts';

const run = actions['run-playbook'];

/** What comes of running a playbook. */
async function performed(fake: Parameters<typeof aFakeAnsible>[0], overrides?: Parameters<typeof aFakeAnsible>[1]) {
  const { target, deps } = await aFakeAnsible(fake, overrides);
  return asActivity(() => run.perform(target, deps, {}));
}

describe('run-playbook', () => {
  it('has the risk, the undo and the time that are described', async () => {
    const { target, deps } = await aFakeAnsible({}, { risk: 'safe', timeoutMs: 60_000 });
    const back = await aFakeAnsible({}, { undo: '/srv/dark.yml' });

    expect(traitsOf(run, target, deps)).toEqual({ risk: 'safe', undo: null, expectedMs: 70_000 });
    expect(traitsOf(run, back.target, back.deps)).toMatchObject({ risk: 'disruptive', undo: 'undo-playbook' });
    expect(traitsOf(actions['undo-playbook'], back.target, back.deps)).toMatchObject({ undo: null });
  });

  it('depends on its files, and on the trouble being there', async () => {
    const { target, deps, folder } = await aFakeAnsible(
      {},
      { proof: [{ kind: 'command', command: ['false'], timeoutMs: 5_000 }] },
    );

    const before = await run.observe(target, deps);
    await aPlaybookFile(folder, 'light.yml', [{ name: 'another' }]);
    const after = await run.observe(target, deps);

    expect(before).toEqual({ files: expect.stringMatching(/^[0-9a-f]{32}$/) as unknown, health: 'unhealthy' });
    expect(after['files']).not.toBe(before['files']);
  });

  it('is refused where its files cannot be read', async () => {
    const { target, deps } = await aFakeAnsible({}, { file: '/nowhere/light.yml' });

    await expect(run.observe(target, deps)).rejects.toMatchObject({ type: 'UnsafePlan' });
  });

  it.each([
    ['did it', `${aTaskLine('changed')}; ${aStatsLine}`, 'done', 'light: ok=1 changed=1 failed=0 on here'],
    ['said nothing', ':', 'failed', 'it did nothing'],
    [
      'had a task that failed',
      `${aTaskLine('failed', 'no oil')}; ${aStatsLine}; exit 2`,
      'failed',
      'Light it failed: no oil',
    ],
    ['had a task that may fail', `${aTaskLine('ignored', 'no oil')}; ${aStatsLine}`, 'done', 'changed=1'],
    ['ended early', 'echo broken >&2; exit 4', 'failed', 'ansible-playbook ended with 4: broken'],
    ['ended in the midst', `${aTaskLine('changed')}; exit 250`, 'unknown', 'ended with 250'],
    ['was killed', `${aTaskLine('ok')}; kill -KILL $$`, 'unknown', 'killed after 1 tasks'],
    [
      'never got there',
      aTaskLine('unreachable', 'Connection refused'),
      'failed',
      'here could not be reached: Connection',
    ],
    [
      'met another host',
      aTaskLine('unreachable', 'Host key verification failed.'),
      'failed',
      'not one of its hostKeys',
    ],
    [
      'lost the host',
      `${aTaskLine('ok')}; ${aTaskLine('unreachable', 'Connection refused')}`,
      'unknown',
      'could not be',
    ],
    ['lost the host at once', aTaskLine('unreachable', 'Connection reset'), 'unknown', 'in the task Light it'],
  ])('that %s says so', async (_what, script, result, words) => {
    expect(await performed({ run: script })).toEqual({ result, summary: expect.stringContaining(words) as unknown });
  });

  it.each([
    ['another host too', ['here', 'web-2'], 'would touch other hosts than here: web-2'],
    ['another host', ['web-2'], 'would touch other hosts than here: web-2'],
    ['no host', [], 'no play of the playbook is for here'],
  ])('is not begun where Ansible lists %s', async (_what, hosts, words) => {
    const { target, deps, folder } = await aFakeAnsible({ hosts, run: 'echo ran >"${0%/*}/ran"' });

    const result = await asActivity(() => run.perform(target, deps, {}));

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringContaining(`nothing was run: `) as unknown,
    });
    expect(result.summary).toContain(words);
    expect(readdirSync(folder)).not.toContain('ran');
  });

  it('says that Ansible is missing', async () => {
    const { target, deps } = await aFakeAnsible({});
    const ansible = createAnsible({ command: '/nowhere/ansible-playbook', environment: {} }, [
      { name: 'here', ssh: null },
    ]);

    const result = await asActivity(() => run.perform(target, { ...deps, ansible }, {}));

    expect(result).toMatchObject({ result: 'failed' });
    expect(result.summary).toMatch(/ansible-playbook could not be started: .*\/nowhere\/ansible-playbook ENOENT/);
  });

  it('is not begun where what it does could not be put on record', async () => {
    const { target, deps } = await aFakeAnsible({});

    const result = await asActivity(() =>
      run.perform(target, { ...deps, evidence: createEvidenceFiles('/dev/null/evidence', 1) }, {}),
    );

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringMatching(/^nothing was run: evidence/) as unknown,
    });
  });

  it('keeps the first 5,000 events of a playbook that says more than anybody reads', async () => {
    const flood = `yes '${aTaskLine('ok').slice("echo '".length, -1)}' | head -n 20000; ${aStatsLine}; head -c 300000000 /dev/zero`;
    const { target, deps, folder } = await aFakeAnsible({ run: flood });

    const result = await asActivity(() => run.perform(target, deps, {}));

    const [name = ''] = readdirSync(join(folder, 'evidence'));
    const lines = readFileSync(join(folder, 'evidence', name), 'utf8')
      .trimEnd()
      .split('\n');
    expect(result).toMatchObject({ result: 'done' });
    expect(lines).toHaveLength(5_002);
    expect(JSON.parse(lines.at(-1) ?? '')).toMatchObject({ result: 'done', leftOut: 15_001 });
  });

  it('is given up when its worker has to stop, and then another one finds out what has become of it', async () => {
    const { target, deps } = await aFakeAnsible({ run: `${aTaskLine('ok')}; sleep 600` });
    const activity = anActivity();
    setTimeout(() => activity.cancel(), 2_000);

    const performing = activity.run(() => run.perform(target, deps, {}));

    await expect(performing).rejects.toThrow('the playbook was ended because the worker stops');
  });

  it('hands Ansible its constants and the connection, and an environment of its own', async () => {
    const tells = 'env >"${0%/*}/env"; cat "$HOME/variables.json" >"${0%/*}/variables"';
    const { target, deps, folder } = await aFakeAnsible({ run: tells }, { extraVars: { watts: 60 } });

    await asActivity(() => run.perform(target, deps, {}));

    const [env, variables] = ['env', 'variables'].map((name) => readFileSync(join(folder, name), 'utf8'));
    const names = env?.match(/^\w+(?==)/gm)?.filter((name) => !/^(?:ANSIBLE_\w+|_|PWD|OLDPWD|SHLVL)$/.test(name));
    expect(names?.toSorted()).toEqual(['HOME', 'LC_ALL', 'NIGHTSHIFT_RUN', 'PATH']);
    expect(JSON.parse(variables ?? '')).toEqual({ watts: 60, ansible_connection: 'local' });
  });
});

describe('whether a playbook has been run', () => {
  it.each([
    ['nothing would change', aStatsLine, 'yes'],
    ['something would', `${aTaskLine('changed')}; ${aStatsLine}`, 'no'],
    ['a task does not tell', `${aTaskLine('skipped', '', { untold: true })}; ${aStatsLine}`, 'unknown'],
    ['a task fails in check mode', `${aTaskLine('failed', 'no oil')}; exit 2`, 'unknown'],
    ['the host is away', `${aTaskLine('unreachable', 'Connection refused')}; exit 4`, 'unknown'],
    ['Ansible is broken', 'exit 1', 'unknown'],
  ])('is told by check mode: where %s, %s means %s', async (_what, check, happened) => {
    const { target, deps } = await aFakeAnsible({ check });

    expect(await asActivity(() => run.didHappen(target, {}, deps))).toBe(happened);
  });
});
