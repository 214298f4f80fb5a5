import { join } from 'node:path';
import { expect, it, onTestFinished, vi } from 'vitest';
import { withoutRoot } from '../../../../stack/running/without-root.ts';
import { scratchFolder, writeScript } from '../scratch.ts';

const command = { command: '/opt/lamp', args: ['--bright'], cwd: '/srv' };

async function asUser(id: number, { hasSetpriv }: { readonly hasSetpriv: boolean }): Promise<string> {
  const user = vi.spyOn(process, 'getuid').mockReturnValue(id);
  const folder = await scratchFolder();
  vi.stubEnv('PATH', folder);
  onTestFinished(() => {
    user.mockRestore();
    vi.unstubAllEnvs();
  });
  const setpriv = join(folder, 'setpriv');
  return hasSetpriv ? writeScript(setpriv, ':') : setpriv;
}

it('changes nothing for a user who is not root', async () => {
  await asUser(1_000, { hasSetpriv: false });

  expect(await withoutRoot(command)).toEqual(command);
});

it("runs root's command as the user who owns nothing", async () => {
  const setpriv = await asUser(0, { hasSetpriv: true });

  const changed = await withoutRoot(command);

  expect(changed).toMatchObject({ command: setpriv, cwd: '/srv' });
  expect(changed.args).toEqual(expect.arrayContaining(['--reuid=65534', '--regid=65534', '--clear-groups']));
  expect(changed.args.slice(-3)).toEqual(['--', '/opt/lamp', '--bright']);
});

it('says what root needs for it', async () => {
  await asUser(0, { hasSetpriv: false });

  await expect(withoutRoot(command)).rejects.toMatchObject({
    code: 'failed-to-start',
    message: expect.stringContaining('Install setpriv'),
  });
});
