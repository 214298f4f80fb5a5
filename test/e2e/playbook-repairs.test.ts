import { writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { follow } from '../../demo/follow.ts';
import type { IncidentRecord } from '../../model/incident/incident.ts';
import { castVote } from '../../clients/temporal/operators/votes.ts';
import type { PlaybookStage } from '../support/playbooks/playbook-stage.ts';
import { setPlaybookStage } from '../support/playbooks/playbook-stage.ts';
import { markedProcesses } from '../support/playbooks/marked.ts';
import { runs, writes } from '../support/playbooks/playbooks.ts';

const home = '/home/nightshift';
const patience = { withinMs: 200_000 };
let stage: PlaybookStage;

/** Says when it begins and when it ends, and waits for the test between the two. */
const slowly = `
echo begun >>${home}/slow.log
until [ -e ${home}/go-on ]; do sleep 0.1; done
touch ${home}/slow
echo ended >>${home}/slow.log
`;

beforeAll(async () => {
  stage = await setPlaybookStage({
    light: { tasks: [writes(`${home}/light`, 'lit\n')], proof: `${home}/light` },
    wrong: {
      tasks: [writes(`${home}/wrong`, 'not what was needed\n')],
      undo: [{ name: 'Take it back', 'ansible.builtin.file': { path: `${home}/wrong`, state: 'absent' } }],
      proof: `${home}/never-there`,
    },
    approved: { tasks: [writes(`${home}/approved`, 'as approved\n')], proof: `${home}/approved`, mode: 'approve' },
    // The host goes on with what it has begun, and check mode tells later that it is there.
    slow: {
      tasks: [runs('Take a while', slowly, { args: { creates: `${home}/slow` } })],
      proof: `${home}/slow`,
      timeout: '40s',
    },
    // Nothing has reached the host yet when the worker dies.
    waits: {
      tasks: [
        { name: 'Wait', 'ansible.builtin.pause': { seconds: 6 } },
        runs('Act', `echo acted >>${home}/acted`, { args: { creates: `${home}/acted` } }),
      ],
      proof: `${home}/acted`,
      timeout: '40s',
    },
  });
});

afterAll(() => stage[Symbol.asyncDispose]());

function contentOf(name: string): Promise<string> {
  return stage.host.succeed(['sh', '-c', `cat ${home}/${name} 2>/dev/null || true`]);
}

function textsOf(record: IncidentRecord | undefined): readonly string[] {
  return record?.timeline.entries.map(({ text }) => text) ?? [];
}

describe('an alert that calls for a playbook', () => {
  it('has it tried out, run and proven, and is told what was done', async () => {
    const ended = await follow(stage, await stage.fire('light'), ({ outcome }) => outcome !== null, patience);

    expect(ended?.outcome).toMatchObject({ kind: 'resolved-by-us' });
    expect(await contentOf('light')).toBe('lit\n');
    expect(textsOf(ended)).toEqual(
      expect.arrayContaining([
        expect.stringContaining('would change: Write /home/nightshift/light (/home/nightshift/light +1 −0)'),
        expect.stringMatching(/^light: ok=1 changed=1 failed=0 on web-1; each task in \S+\.jsonl$/),
      ]),
    );
  });

  it('has it taken back where it has not helped', async () => {
    const ended = await follow(stage, await stage.fire('wrong'), ({ outcome }) => outcome !== null, patience);

    expect(ended?.outcome).toMatchObject({ kind: 'undone', reason: 'verification-failed' });
    expect(await contentOf('wrong')).toBe('');
    expect(textsOf(ended).filter((text) => text.startsWith('wrong: ok=1 changed=1 failed=0'))).toHaveLength(2);
  });

  it('has no other playbook run than the one that was approved', async () => {
    const alert = await stage.fire('approved');
    const waiting = await follow(stage, alert, ({ approval }) => approval !== null, patience);
    const code = waiting?.approval?.code ?? '';
    const file = stage.fileOf('approved');

    await writeFile(
      file,
      JSON.stringify([{ hosts: 'all', gather_facts: false, tasks: [writes(`${home}/evil`, 'x')] }]),
    );
    const vote = await castVote(stage.client, alert.target, 'approve', { code, by: 'ann', comment: '' });
    const again = await follow(stage, alert, ({ approval }) => approval !== null && approval.code !== code, patience);
    await castVote(stage.client, alert.target, 'deny', { code: again?.approval?.code ?? '', by: 'ann', comment: '' });
    const ended = await follow(stage, alert, ({ outcome }) => outcome !== null, patience);

    expect(vote).toMatchObject({ outcome: 'counted' });
    expect(textsOf(ended)).toContainEqual(expect.stringMatching(/changed since the plan was made: files was/));
    expect(ended?.outcome).toMatchObject({ reason: 'approval-denied' });
    expect(await contentOf('approved')).toBe('');
    expect(await contentOf('evil')).toBe('');
  });
});

it('a worker that is killed while playbooks run leaves none running, and each takes effect once', async () => {
  const alerts = [await stage.fire('slow'), await stage.fire('waits')] as const;
  await vi.waitFor(async () => expect(await contentOf('slow.log')).toBe('begun\n'), { timeout: 90_000, interval: 200 });
  await vi.waitFor(
    () =>
      expect(markedProcesses().some((line) => /^(?!.* --(?:check|list-hosts) ).*waits\/do\.yml/.test(line))).toBe(true),
    {
      timeout: 30_000,
      interval: 100,
    },
  );
  const before = markedProcesses();

  await stage.worker.kill();
  await vi.waitFor(() => expect(markedProcesses()).toEqual([]), { timeout: 10_000, interval: 100 });
  await stage.host.succeed(['touch', `${home}/go-on`]);
  await stage.worker.start();
  const ended = await Promise.all(
    alerts.map((alert) => follow(stage, alert, ({ outcome }) => outcome !== null, patience)),
  );

  expect(before.length).toBeGreaterThan(2);
  expect(ended.map((record) => record?.outcome?.kind)).toEqual(['resolved-by-us', 'resolved-by-us']);
  expect(await contentOf('slow.log')).toBe('begun\nended\n');
  expect(await contentOf('acted')).toBe('acted\n');
  expect(textsOf(ended[0])).toContain('run-playbook had been done already');
}, 400_000);
