import { execFileSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { playbookDirectory } from '../../activities/described/playbooks.ts';
import { actions } from '../../activities/actions/index.ts';
import { createRehearsingActivities } from '../../activities/playbooks/rehearsing.ts';
import { createAnsible } from '../../clients/ansible/ansible.ts';
import { createHostCommands } from '../../clients/commands/hosts.ts';
import { createEvidenceFiles } from '../../clients/evidence/evidence-files.ts';
import type { SshHost } from '../../model/host/host.ts';
import type { PlaybookDefinition } from '../../model/playbook/playbook.ts';
import { playbookTarget } from '../../model/playbook/playbook.ts';
import { changesNothing, describeRehearsal } from '../../model/playbook/rehearsal.ts';
import type { RemoteHost } from '../../stack/remote-host.ts';
import { startRemoteHost } from '../../stack/remote-host.ts';
import { asActivity } from '../support/acting/activity.ts';
import { aPlaybook, aPlaybookFile, ansibleCommand, runs, writes } from '../support/playbooks/playbooks.ts';
import { progress } from '../support/scene.ts';
import { servicesHere } from '../support/hosts/services-here.ts';
import { sshHostOf } from '../support/ssh/ssh-hosts.ts';

const cleanup = new AsyncDisposableStack();
const note = '/home/nightshift/note';
let folder: string;
let remote: RemoteHost;
let command: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-ansible-'));
  cleanup.defer(() => rm(folder, { recursive: true, force: true }));
  command = await ansibleCommand();
  // A way through it leads back to it.
  remote = await startRemoteHost({ folder, progress, sshdSettings: { DisableForwarding: 'no' } });
  cleanup.defer(remote.stop);
});

afterAll(() => cleanup.disposeAsync());

beforeEach(() => remote.host.succeed(['rm', '-f', note]));

/** A playbook of the host, in a folder of its own, and what can be done with it. */
async function aScene(
  tasks: readonly object[],
  { play = {}, ssh = {}, ...overrides }: Partial<PlaybookDefinition> & { play?: object; ssh?: Partial<SshHost> } = {},
) {
  const own = await mkdtemp(join(folder, 'playbook-'));
  const playbook = aPlaybook({ file: await aPlaybookFile(own, 'light.yml', tasks, play), ...overrides });
  const target = playbookTarget(playbook);
  const hosts = [{ name: 'web-1', ssh: sshHostOf(remote.ssh, ssh) }];
  const evidence = join(own, '.evidence');
  const commands = createHostCommands(hosts);
  const deps = {
    ...servicesHere(),
    findPlaybook: playbookDirectory([playbook]),
    ansible: createAnsible({ command, environment: {} }, hosts),
    runOnHost: commands.run,
    evidence: createEvidenceFiles(evidence, 3_600_000),
  };
  const action = actions['run-playbook'];
  return {
    own,
    playbook,
    rehearse: () => asActivity(() => createRehearsingActivities(deps).rehearsePlaybook({ target })),
    perform: () => asActivity(() => action.perform(target, deps, {})),
    didHappen: () => asActivity(() => action.didHappen(target, {}, deps)),
    evidence: () =>
      readdirSync(evidence).flatMap((file) =>
        execFileSync('cat', [join(evidence, file)], { encoding: 'utf8' })
          .trimEnd()
          .split('\n')
          .map(
            (line) =>
              JSON.parse(line) as { readonly event?: string; readonly task?: string; readonly message?: string },
          ),
      ),
  };
}

function noted(): Promise<string> {
  return remote.host.succeed(['sh', '-c', `cat ${note} 2>/dev/null || true`]);
}

describe('a playbook', () => {
  it('is tried out without changing anything, run, and known to have been run', async () => {
    const { rehearse, perform, didHappen, evidence } = await aScene([writes(note, 'by {{ who }}\n')], {
      extraVars: { who: 'nightshift' },
    });

    const before = [await rehearse(), await didHappen(), await noted()] as const;
    const result = await perform();
    const after = [await rehearse(), await didHappen(), await noted()] as const;

    expect(before).toEqual([
      {
        problem: null,
        changes: { first: [`Write ${note} (${note} +1 −0)`], count: 1 },
        untold: { first: [], count: 0 },
      },
      'no',
      '',
    ]);
    expect(result).toEqual({
      result: 'done',
      summary: expect.stringMatching(/^light: ok=1 changed=1 failed=0 on web-1; each task in \S+\.jsonl$/) as unknown,
    });
    expect(changesNothing(after[0])).toBe(true);
    expect(after.slice(1)).toEqual(['yes', 'by nightshift\n']);
    expect(evidence()).toMatchObject([
      { playbook: 'light' },
      { event: 'task', task: `Write ${note}`, delegate: null },
      { event: 'result', status: 'changed', host: 'web-1' },
      { event: 'stats', changed: 1 },
      { result: 'done', leftOut: 0 },
    ]);
  });

  it('tells apart what has nothing to do and what does not say what it would do', async () => {
    const { rehearse } = await aScene([
      runs('Never', 'true', { when: false }),
      runs('None', 'true', { loop: [] }),
      runs('Neither', 'true', { loop: [1, 2], when: 'item > 2' }),
      runs('Perhaps', 'true', { loop: [1, 2] }),
    ]);

    expect(await rehearse()).toEqual({
      problem: null,
      changes: { first: [], count: 0 },
      untold: { first: ['Perhaps'], count: 1 },
    });
  });

  it('whose tasks do not say what they would do cannot be known to have been run', async () => {
    const { rehearse, didHappen } = await aScene([runs('Light it', `echo lit >>${note}`)]);

    const rehearsal = await rehearse();

    expect(describeRehearsal(rehearsal)).toBe('a dry run was made; not known before they run: Light it');
    expect(await didHappen()).toBe('unknown');
    expect(await noted()).toBe('');
  });

  it('fails with the name and the words of its first task that fails, and shows no secret', async () => {
    const fails = { 'ansible.builtin.fail': { msg: 'no oil, password=hunter2' } };
    const hidden = { name: 'Hide', 'ansible.builtin.command': 'echo sesame', no_log: true };

    const { perform, evidence } = await aScene([hidden, { name: 'Fill it', ...fails }]);
    const result = await perform();

    expect(result).toMatchObject({ result: 'failed' });
    expect(result.summary).toMatch(
      /ok=1 changed=1 failed=1 on web-1; the task Fill it failed: no oil, password=\[secret\]/,
    );
    expect(JSON.stringify(evidence())).not.toMatch(/hunter2|sesame/);
  });

  it('is ended with all that it has started when its time is over', async () => {
    const { perform } = await aScene([runs('Wait', 'sleep 987')], { timeoutMs: 15_000 });

    const result = await perform();

    expect(result).toMatchObject({ result: 'unknown', summary: expect.stringContaining('took too long') as unknown });
    expect(processesSaying(join(folder, 'playbook-'))).toEqual([]);
    expect(readdirSync(tmpdir()).filter((name) => name.startsWith('nightshift-playbook-'))).toEqual([]);
  });

  it('reads the vault by itself', async () => {
    const { own, perform, playbook } = await aScene([], { vaultPasswordFile: join(folder, 'vault-password') });
    await writeFile(join(folder, 'vault-password'), 'open sesame\n');
    await mkdir(join(own, 'vars'));
    await writeFile(join(own, 'vars', 'oil.yml'), 'oil: whale\n');
    const vault = ['-c', 'import sys; from ansible.cli.vault import main; main()', 'encrypt'];
    const site = join(command, '..', 'site');
    execFileSync(
      'python3',
      [...vault, '--vault-password-file', join(folder, 'vault-password'), join(own, 'vars', 'oil.yml')],
      {
        env: { ...process.env, PYTHONPATH: site, LC_ALL: 'C.UTF-8', HOME: folder },
      },
    );
    await aPlaybookFile(own, 'light.yml', [writes(note, '{{ oil }}\n')], { vars_files: ['vars/oil.yml'] });

    const result = await perform();

    expect(playbook.file).toBe(join(own, 'light.yml'));
    expect(result).toMatchObject({ result: 'done' });
    expect(await noted()).toBe('whale\n');
  });
});

describe('a playbook touches its one host and no other: it', () => {
  const inventory = { lamps: { hosts: { 'web-1': null, 'web-2': { ansible_host: '127.0.0.1' } } } };

  it('is that host also where a group has its name', async () => {
    const named = runs('Say where', `echo {{ inventory_hostname }} >>${note}`);
    const { perform } = await aScene([named], { inventory: join(folder, 'groups.yml') });
    const groups = { 'web-1': { hosts: { 'web-2': null, 'web-3': null } } };
    await writeFile(join(folder, 'groups.yml'), JSON.stringify(groups));

    expect(await perform()).toMatchObject({ result: 'done' });
    expect(await noted()).toBe('web-1\n');
  });

  it('is not joined by a host that a playbook adds', async () => {
    const named = runs('Say where', `echo {{ inventory_hostname }} >>${note}`);
    const { playbook, perform } = await aScene([]);
    const adds = { name: 'Add', 'ansible.builtin.add_host': { name: 'web-9', groups: 'late' } };
    const plays = [
      { hosts: 'all', gather_facts: false, tasks: [adds, named] },
      { hosts: 'late', gather_facts: false, tasks: [named] },
    ];
    await writeFile(playbook.file, JSON.stringify(plays));

    expect(await perform()).toMatchObject({ result: 'done' });
    expect(await noted()).toBe('web-1\n');
  });

  it.each([
    ['has no play for it', { hosts: 'bulbs' }, 'no play of the playbook is for web-1'],
    ['is no playbook', { hosts: 'all', roles: ['nowhere'] }, 'Ansible could not read the playbook'],
  ])('is not run where it %s', async (_what, play, words) => {
    const { rehearse } = await aScene([writes(note, 'x')], { play });

    expect((await rehearse()).problem).toContain(words);
  });

  it.each([
    ['a task', writes(note, 'x', { delegate_to: 'localhost' })],
    ['a block', { delegate_to: 'localhost', block: [writes(note, 'x')] }],
    [
      'a local action',
      { name: `Write ${note}`, local_action: { module: 'ansible.builtin.copy', dest: note, content: 'x' } },
    ],
  ])('is not planned where %s is for another host', async (_what, task) => {
    const { rehearse } = await aScene([task]);

    expect((await rehearse()).problem).toBe(
      `its task Write ${note} is for another host (localhost), and a playbook has one`,
    );
  });

  it('is reached by SSH also where a play wants to run on the machine of the worker', async () => {
    const { playbook, perform } = await aScene([]);
    const own = {
      hosts: 'localhost',
      connection: 'local',
      gather_facts: false,
      tasks: [runs('Stray', `echo stray >>${note}`)],
    };
    const play = {
      hosts: 'all',
      connection: 'local',
      gather_facts: false,
      tasks: [runs('Say where', `hostname >>${note}`)],
    };
    await writeFile(playbook.file, JSON.stringify([own, play]));

    expect(await perform()).toMatchObject({ result: 'done' });
    expect(await noted()).toBe('web-1\n');
  });

  it('is limited to it in a larger inventory', async () => {
    const { perform } = await aScene([writes(note, '{{ inventory_hostname }}\n')], {
      inventory: join(folder, 'inventory.yml'),
      play: { hosts: 'lamps' },
    });
    await writeFile(join(folder, 'inventory.yml'), JSON.stringify(inventory));

    expect(await perform()).toMatchObject({ result: 'done' });
    expect(await noted()).toBe('web-1\n');
  });
});

it('a host is reached through another one, with the keys of both checked', async () => {
  const gate = sshHostOf(remote.ssh, { name: 'gate' });
  const another = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPK/QZC79Afoec57z2TQpVzxPuiSqzhHgX2HC7fAI3Y';
  const tasks = [writes(note, 'through the gate\n')];
  const right = await aScene(tasks, { ssh: { via: gate } });
  const wrong = await aScene(tasks, { ssh: { via: { ...gate, hostKeys: [another] } } });

  expect(await wrong.perform()).toMatchObject({ result: 'failed' });
  expect(await noted()).toBe('');
  expect(await right.perform()).toMatchObject({ result: 'done' });
  expect(await noted()).toBe('through the gate\n');
});

describe('a host that cannot be reached', () => {
  it('with the right key is not touched, whatever an inventory says', async () => {
    const careless = { ansible_host_key_checking: false, ansible_ssh_common_args: '-o StrictHostKeyChecking=no' };
    const hosts = { 'web-1': { ...careless, ansible_ssh_extra_args: '-o UserKnownHostsFile=/dev/null' } };
    const another = 'ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIGPK/QZC79Afoec57z2TQpVzxPuiSqzhHgX2HC7fAI3Y';
    const { perform } = await aScene([writes(note, 'x')], {
      ssh: { hostKeys: [another] },
      inventory: join(folder, 'careless.yml'),
    });
    await writeFile(join(folder, 'careless.yml'), JSON.stringify({ all: { hosts } }));

    const result = await perform();

    expect(result).toMatchObject({
      result: 'failed',
      summary: expect.stringContaining('the host key of web-1 is not one of its hostKeys') as unknown,
    });
    expect(await noted()).toBe('');
  });

  it('at all is told so', async () => {
    const { rehearse, perform } = await aScene([writes(note, 'x')], { ssh: { port: 1 } });

    expect((await rehearse()).problem).toMatch(/^web-1 could not be reached: .*Connection refused/);
    expect(await perform()).toMatchObject({ result: 'failed' });
  });
});

/** The processes whose command line holds a text. */
function processesSaying(text: string): readonly string[] {
  const lines = execFileSync('ps', ['-eo', 'args'], { encoding: 'utf8' }).split('\n');
  return lines.filter((line) => line.includes(text) && !line.startsWith('ps '));
}
