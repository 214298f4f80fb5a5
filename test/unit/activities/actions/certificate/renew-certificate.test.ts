import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { actions } from '../../../../../activities/actions/index.ts';
import { checks } from '../../../../../activities/checks/index.ts';
import { createCertificateActivities } from '../../../../../activities/certificates/looking.ts';
import type { Authority } from '../../../../support/certificates/authority.ts';
import { foundAuthority } from '../../../../support/certificates/authority.ts';
import { aCertificateOnDisk, serve } from '../../../../support/certificates/certificate-on-disk.ts';

const renew = actions['renew-certificate'];
const reload = actions['reload-certificate'];
let folder: string;
let authority: Authority;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'nightshift-authority-'));
  authority = await foundAuthority(folder);
});

afterAll(() => rm(folder, { recursive: true, force: true }));

type OnDisk = Awaited<ReturnType<typeof aCertificateOnDisk>>;

async function perform({ target, deps }: Pick<OnDisk, 'target' | 'deps'>) {
  return renew.perform(target, deps, await renew.observe(target, deps));
}

/** An endpoint of this machine. */
function at(port: number) {
  return { endpoint: { host: '127.0.0.1', port, serverName: 'shop.test' }, authorities: authority.rootFile };
}

function check({ target, deps }: Pick<OnDisk, 'target' | 'deps'>) {
  return checks['certificate-valid']({ check: 'certificate-valid', target }, deps);
}

describe('renewing a certificate', () => {
  it('runs the command, and names the new serial', async () => {
    const scene = await aCertificateOnDisk(authority);
    const before = await renew.observe(scene.target, scene.deps);

    const answer = await perform(scene);

    const after = await renew.observe(scene.target, scene.deps);
    expect(after['serial']).not.toBe(before['serial']);
    expect(answer).toEqual({ result: 'done', summary: `renewed shop: serial ${after['serial']}` });
    expect(await renew.didHappen(scene.target, before, scene.deps)).toBe('yes');
  });

  it.each([
    [
      'the command ends well and changes nothing',
      ['echo', 'not yet due token=hunter2hunter2'],
      'failed',
      'ended well, but the certificate is the same: not yet due token=[secret]',
    ],
    ['the command fails', ['sh', '-c', 'echo rate limited; exit 3'], 'failed', 'exited with 3: rate limited'],
    ['the command is not there', ['/no/such/program'], 'failed', 'could not be started'],
    ['the command takes too long', ['sleep', '60'], 'unknown', 'took too long'],
  ] as const)('says what is known where %s', async (_why, command, result, words) => {
    const scene = await aCertificateOnDisk(authority, { renew: command, commandTimeoutMs: 500 });

    expect(await perform(scene)).toEqual({ result, summary: expect.stringContaining(words) as unknown });
  });

  it.each([
    ['fails behind it', { exitCode: 1, output: 'the hook failed' }, 'exited with 1: the hook failed'],
    ['is lost sight of', { exitCode: null, problem: 'disconnected' as const }, 'the connection broke while'],
  ])('counts as done where the certificate is new although the command %s', async (_why, unheard, words) => {
    const scene = await aCertificateOnDisk(authority, { unheard });

    expect(await perform(scene)).toEqual({
      result: 'done',
      summary: expect.stringMatching(new RegExp(`^renewed shop: serial \\w+, although .*${words}`)) as unknown,
    });
  });

  it('is not begun where nobody could tell afterwards', async () => {
    const scene = await aCertificateOnDisk(authority, { file: { path: '/no/such/file', asRoot: false } });

    expect(await renew.observe(scene.target, scene.deps)).toEqual({ serial: 'unknown' });
    expect(await perform(scene)).toMatchObject({ result: 'failed' });
    expect(scene.commands).not.toContain('cp');
  });

  it.each([
    ['no', {}],
    ['unknown', { serial: 'unknown' }],
  ] as const)('has happened: %s', async (answer, known) => {
    const scene = await aCertificateOnDisk(authority);
    const before = { ...(await renew.observe(scene.target, scene.deps)), ...known };

    expect(await renew.didHappen(scene.target, before, scene.deps)).toBe(answer);
  });

  it('refuses a target that is not described', async () => {
    const { deps } = await aCertificateOnDisk(authority);

    await expect(renew.observe('host/host-1/certificate/other', deps)).rejects.toMatchObject({ type: 'UnknownTarget' });
  });
});

describe('reloading what serves it', () => {
  it('runs the command', async () => {
    const scene = await aCertificateOnDisk(authority, { reload: ['true'] });

    expect(await reload.perform(scene.target, scene.deps, {})).toEqual({
      result: 'done',
      summary: 'reloaded what serves shop',
    });
  });

  it('is not begun again while the first command may still run', async () => {
    const { target, deps, certificate } = await aCertificateOnDisk(authority, { commandTimeoutMs: 200_000 });

    expect(reload.traitsOf?.(target, deps)).toMatchObject({ expectedMs: certificate.commandTimeoutMs });
  });

  it('has happened when what lies in the file is served', async () => {
    const scene = await aCertificateOnDisk(authority);
    const { certificate, old, fresh } = scene;
    const didHappen = async (served: typeof old) => {
      const described = { ...certificate, ...at(await serve(authority, served)) };
      return reload.didHappen(scene.target, {}, { ...scene.deps, findCertificate: () => described });
    };

    expect([await didHappen(old), await didHappen(fresh)]).toEqual(['yes', 'no']);
  });

  it.each([
    ['nothing is served', () => at(1)],
    ['no endpoint is described', () => ({})],
  ])('may have happened where %s', async (_why, changes) => {
    const scene = await aCertificateOnDisk(authority, changes());

    expect(await reload.didHappen(scene.target, {}, scene.deps)).toBe('unknown');
  });
});

describe('the check certificate-valid', () => {
  it.each([
    ['healthy', 60, 'shop is valid for'],
    ['unhealthy', 10, 'shop is valid for'],
  ])('says %s where the one in the file is valid for %s days', async (health, left, words) => {
    const scene = await aCertificateOnDisk(authority, { left });

    expect(await check(scene)).toEqual({ health, summary: expect.stringContaining(words) as unknown });
  });

  it('says unhealthy while the old one is served beside a new file', async () => {
    const scene = await aCertificateOnDisk(authority);
    await writeFile(scene.path, scene.fresh.certificate);
    const described = { ...scene.certificate, ...at(await serve(authority, scene.old)) };

    const answer = await check({ ...scene, deps: { ...scene.deps, findCertificate: () => described } });

    expect(answer).toMatchObject({
      health: 'unhealthy',
      summary: expect.stringContaining('the old one is still served') as unknown,
    });
  });

  it('says unknown where nobody listens', async () => {
    expect(await check(await aCertificateOnDisk(authority, at(1)))).toMatchObject({ health: 'unknown' });
  });
});

it('reads what is served and what lies there without the private key beside it', async () => {
  const scene = await aCertificateOnDisk(authority);
  const described = { ...scene.certificate, ...at(await serve(authority, scene.fresh)) };
  const deps = { ...scene.deps, findCertificate: () => described };

  const findings = await createCertificateActivities(deps).readCertificates({ target: scene.target });

  expect(findings).toMatchObject({
    served: { certificate: { coversName: true, chainProblem: null } },
    filed: { certificate: { coversName: true } },
    clockAheadMs: 0,
    canRenew: true,
    canReload: false,
  });
  expect(JSON.stringify(findings)).not.toContain('PRIVATE');
});
