import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { runNightshift, sampleBody } from '../../support/command-line.ts';
import { aScratchFolder } from '../../support/scratch.ts';
import { aBody, aBodyAlert } from '../../support/trigger/webhook-bodies.ts';

const keys = ['fingerprint', 'alertname', 'status', 'incident', 'target', 'runbook', 'mode', 'reason'];

const config = `
services:
  - name: shop
    match: { instance: 'web-1:8080' }
    probe: { tcp: '127.0.0.1:8080' }
    restart: ['true']
policy:
  modes: [{ severity: critical, mode: auto }]
`;

async function aFolderWith(files: Readonly<Record<string, string>>): Promise<string> {
  const folder = await aScratchFolder();
  await Promise.all(Object.entries(files).map(([name, content]) => writeFile(join(folder, name), content)));
  return folder;
}

describe('nightshift explain --json', () => {
  it('says what would become of an alert of a host that nobody described', async () => {
    const { exitCode, stdout, stderr } = await runNightshift(['explain', sampleBody('instance-down'), '--json']);

    expect({ exitCode, stderr }).toEqual({ exitCode: 0, stderr: '' });
    expect(JSON.parse(stdout)).toEqual([
      {
        fingerprint: 'afeed643f462059c',
        alertname: 'InstanceDown',
        status: 'firing',
        incident: 'host/web-1',
        target: 'host/web-1',
        runbook: 'service-down',
        mode: 'observe',
        reason: 'unknown-target',
      },
    ]);
  });

  it.each([
    { sample: 'instance-down', says: [{ target: 'host/localhost/service/shop', mode: 'auto', reason: null }] },
    { sample: 'instance-down-resolved', says: [{ status: 'resolved', mode: 'auto', reason: 'alert-resolved' }] },
    { sample: 'grafana', says: [{ alertname: 'ServiceDown', mode: 'auto', reason: null }] },
    {
      sample: 'heartbeat',
      says: [{ incident: null, target: null, runbook: null, mode: null, reason: 'ignored-by-route' }],
    },
    {
      sample: 'kube-prometheus-group',
      says: [
        { alertname: 'KubePodCrashLooping', runbook: 'pod-crash-looping' },
        { alertname: 'KubePodNotReady', runbook: 'pod-not-ready' },
        { alertname: 'KubeDeploymentReplicasMismatch', target: 'kubernetes/default/shop/Deployment/cart' },
        { alertname: 'KubePersistentVolumeFillingUp', status: 'resolved' },
        { alertname: 'TargetDown', runbook: 'cluster-target-down', mode: 'observe' },
      ],
    },
  ])('explains $sample by the configuration, with the same keys for every alert', async ({ sample, says }) => {
    const cwd = await aFolderWith({ 'nightshift.yaml': config });

    const { exitCode, stdout } = await runNightshift(['explain', sampleBody(sample), '--json'], { cwd });

    expect(exitCode).toBe(0);
    const explanations = JSON.parse(stdout) as readonly object[];
    expect(explanations).toMatchObject(says);
    expect(explanations).toHaveLength(says.length);
    for (const explanation of explanations) expect(Object.keys(explanation)).toEqual(keys);
  });

  it('says the mode that the class of an alert in a cluster leaves', async () => {
    const pod = { namespace: 'shop', pod: 'web-0', severity: 'critical' };
    const names = ['KubePodNotReady', 'KubeContainerWaiting'];
    const alerts = names.map((alertname) => aBodyAlert({ labels: { alertname, ...pod } }));
    const cwd = await aFolderWith({ 'nightshift.yaml': config, 'body.json': JSON.stringify(aBody({ alerts })) });

    const { stdout } = await runNightshift(['explain', 'body.json', '--json'], { cwd });

    expect(JSON.parse(stdout)).toMatchObject([
      { runbook: 'pod-not-ready', mode: 'auto' },
      { runbook: 'container-waiting', mode: 'observe' },
    ]);
  });

  it('reads the body from standard input', async () => {
    const file = sampleBody('kube-prometheus-group');

    const fromInput = await runNightshift(['explain', '-', '--json'], { stdin: await readFile(file, 'utf8') });
    const fromFile = await runNightshift(['explain', file, '--json']);

    expect(fromInput).toEqual(fromFile);
    expect(fromInput.exitCode).toBe(0);
  });

  it('takes the configuration that --config or NIGHTSHIFT_CONFIG names', async () => {
    const file = join(await aFolderWith({ 'mine.yaml': config }), 'mine.yaml');
    const command = ['explain', sampleBody('instance-down'), '--json'];

    const byOption = await runNightshift(['--config', file, ...command]);
    const byEnvironment = await runNightshift(command, { env: { NIGHTSHIFT_CONFIG: file } });

    expect(byOption.stdout).toContain('host/localhost/service/shop');
    expect(byEnvironment).toEqual(byOption);
  });
});

describe('nightshift explain', () => {
  it.each([
    { sample: 'instance-down', outcome: 'outcome   would be repaired' },
    { sample: 'instance-down-resolved', outcome: 'outcome   nothing would be done: alert-resolved' },
    { sample: 'heartbeat', outcome: 'outcome   nothing would be done: ignored-by-route' },
  ])('says it of $sample in words', async ({ sample, outcome }) => {
    const cwd = await aFolderWith({ 'nightshift.yaml': config });

    const { exitCode, stdout } = await runNightshift(['explain', sampleBody(sample)], { cwd });

    expect(exitCode).toBe(0);
    expect(stdout).toContain(outcome);
  });

  it('keeps terminal escapes of an alert away from the terminal', async () => {
    const labels = { alertname: '\u001b[2J\u202Efake\nInstanceDown' };

    const { stdout } = await runNightshift(['explain', '-'], {
      stdin: JSON.stringify(aBody({ alerts: [aBodyAlert({ labels })] })),
    });

    expect(stdout.split('\n')[0]).toMatch(/^\[2J fake InstanceDown \(firing, [0-9a-f]{16}\)$/);
  });

  it.each([
    { what: 'a file that is not there', file: 'none.json', says: 'none.json: cannot be read (ENOENT)' },
    { what: 'a folder', file: '.', says: '.: cannot be read (EISDIR)' },
    { what: 'text that is not JSON', file: 'text.json', says: 'text.json: not JSON' },
    { what: 'nothing', file: '-', says: '-: not JSON' },
    {
      what: 'JSON without alerts',
      file: 'empty.json',
      says: 'empty.json: not an Alertmanager body: the body has no list of alerts',
    },
    {
      what: 'an alert without a start',
      file: 'bad.json',
      says: 'bad.json: alert 0: startsAt Invalid input: expected string, received undefined',
    },
  ])('ends with 2 and one line for $what', async ({ file, says }) => {
    const cwd = await aFolderWith({
      'text.json': 'alerts:',
      'empty.json': '{}',
      'bad.json': JSON.stringify(aBody({ alerts: [aBodyAlert({ startsAt: undefined })] })),
    });

    const result = await runNightshift(['explain', file, '--json'], { cwd });

    expect(result).toEqual({ exitCode: 2, stdout: '', stderr: `${says}\n` });
  });
});
