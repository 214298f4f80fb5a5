import { chmod, mkdir, readFile, rename, rm, stat, symlink, utimes, writeFile } from 'node:fs/promises';
import { describe, expect, it } from 'vitest';
import { aDnsProgram, inForce } from '../../../support/dns/dns-program.ts';

const hoursAgo = new Date(Date.now() - 3 * 3_600_000);
const end = (count: number) => ['end', 'done', String(count), '0'];

describe('servers', () => {
  it('tells of each server whether it knows the names, answers without, or is silent', async () => {
    const { servers, configuration, run } = await aDnsProgram();
    const [first, second, third] = servers;
    await writeFile(configuration, `dns file ${third.address}\ndns-name db.example.com longer-name.internal\n`);
    first.behaviour = 'silent';
    second.behaviour = 'fails';

    const { exitCode, records, errors } = await run('servers', 'file');

    expect({ exitCode, errors }).toEqual({ exitCode: 0, errors: '' });
    expect(records).toEqual([
      [first.address, 'in-force', 'silent'],
      [second.address, 'in-force', 'fails'],
      [third.address, 'spare', 'answers'],
      end(3),
    ]);
  });

  it('asks again before it takes a server for silent', async () => {
    const { servers, run } = await aDnsProgram();
    servers[0].behaviour = 'silent';

    await run('servers', 'file');

    expect(servers[0].asked).toBe(2);
  });

  it('does not take a name that no server knows for an answer', async () => {
    const { servers, configuration, run } = await aDnsProgram();
    await writeFile(configuration, 'dns file\ndns-name unheard-of.example.com\n');

    const { records } = await run('servers', 'file');

    expect(records.slice(0, 2).map((fields) => fields[2])).toEqual(['fails', 'fails']);
    expect(servers[0].asked).toBeGreaterThan(0);
  });

  it('reads the servers of systemd-resolved, without their ports and names', async () => {
    const printed = 'Global: 127.0.71.1#dns.example\nLink 2 (eth0): 127.0.71.2 fe80::1%2';
    const { run } = await aDnsProgram({ resolvectl: `#!/bin/sh\necho '${printed}'\n` });

    const { records } = await run('servers', 'resolved');

    expect(records.map(([server, use]) => [server, use]).slice(0, -1)).toEqual([
      ['127.0.71.1', 'in-force'],
      ['127.0.71.2', 'in-force'],
      ['fe80::1', 'in-force'],
      ['127.0.71.3', 'spare'],
    ]);
  });
});

describe('fall-back and restore', () => {
  it('puts a server first that answers, keeps every other line, and gives exactly the former file back', async () => {
    const { servers, resolvConf, run } = await aDnsProgram();
    const [first, second] = servers;
    first.behaviour = 'silent';
    await chmod(resolvConf, 0o640);
    const before = await readFile(resolvConf, 'utf8');

    const there = await run('fall-back', 'file');
    const changed = await readFile(resolvConf, 'utf8');
    const mode = (await stat(resolvConf)).mode & 0o777;
    const back = await run('restore', 'file');

    expect(there).toMatchObject({ exitCode: 0, errors: '' });
    expect(there.records).toEqual([
      [second.address, 'in-force', 'answers'],
      [first.address, 'in-force', 'silent'],
      end(2),
    ]);
    expect(changed).toBe(`search example.com\n${inForce([second, first])}options timeout:1\n`);
    expect(mode).toBe(0o640);
    expect(back).toMatchObject({ exitCode: 0, errors: '' });
    expect(await readFile(resolvConf, 'utf8')).toBe(before);
    expect((await stat(resolvConf)).mode & 0o777).toBe(0o640);
  });

  it('uses a spare server where none in force answers', async () => {
    const { servers, resolvConf, configuration, run } = await aDnsProgram();
    const [first, second, third] = servers;
    await writeFile(configuration, `dns file ${third.address}\ndns-name db.example.com\n`);
    first.behaviour = 'silent';
    second.behaviour = 'fails';

    await run('fall-back', 'file');

    expect(await readFile(resolvConf, 'utf8')).toContain(inForce([third, first, second]));
  });

  it('uses a spare server also where none is in force', async () => {
    const { servers, resolvConf, configuration, run } = await aDnsProgram();
    await writeFile(resolvConf, 'search example.com\n');
    await writeFile(configuration, `dns file ${servers[2].address}\ndns-name db.example.com\n`);

    const { exitCode } = await run('fall-back', 'file');

    expect(exitCode).toBe(0);
    expect(await readFile(resolvConf, 'utf8')).toBe(`search example.com\n${inForce([servers[2]])}`);
  });

  it('changes nothing a second time, and takes back the first', async () => {
    const { servers, resolvConf, run } = await aDnsProgram();
    servers[0].behaviour = 'silent';
    const before = await readFile(resolvConf, 'utf8');
    await utimes(resolvConf, hoursAgo, hoursAgo);

    await run('fall-back', 'file');
    const second = await run('fall-back', 'file');
    await run('restore', 'file');
    const again = await run('restore', 'file');

    expect(second.records).toEqual([end(0)]);
    expect(second.errors).toContain('the first server answers, nothing is changed');
    expect(await readFile(resolvConf, 'utf8')).toBe(before);
    expect(again).toMatchObject({ exitCode: 0, errors: expect.stringContaining('nothing to take back') as unknown });
  });

  it('does not take back what an earlier repair has left in place', async () => {
    const { folder, servers, resolvConf, run } = await aDnsProgram();
    servers[0].behaviour = 'silent';
    await run('fall-back', 'file');
    const left = await readFile(resolvConf, 'utf8');
    for (const name of ['file.before', 'file.after']) await utimes(`${folder}/memory/dns/${name}`, hoursAgo, hoursAgo);

    await run('fall-back', 'file');
    const { errors } = await run('restore', 'file');

    expect(errors).toContain('there is nothing to take back');
    expect(await readFile(resolvConf, 'utf8')).toBe(left);
  });

  it('does not take back what somebody has changed since', async () => {
    const { servers, resolvConf, run } = await aDnsProgram();
    servers[0].behaviour = 'silent';
    await run('fall-back', 'file');
    await writeFile(resolvConf, 'nameserver 192.0.2.1\n');

    const { exitCode, records, errors } = await run('restore', 'file');

    expect({ exitCode, records }).toEqual({ exitCode: 1, records: [['end', 'partial', '0', '0']] });
    expect(errors).toContain('was changed since');
    expect(await readFile(resolvConf, 'utf8')).toBe('nameserver 192.0.2.1\n');
  });

  it('removes no file of which it does not know what was there before', async () => {
    const { folder, servers, resolvConf, run } = await aDnsProgram();
    servers[0].behaviour = 'silent';
    await run('fall-back', 'file');
    const left = await readFile(resolvConf, 'utf8');
    await rm(`${folder}/memory/dns/file.before`);

    const { exitCode } = await run('restore', 'file');

    expect(exitCode).toBe(3);
    expect(await readFile(resolvConf, 'utf8')).toBe(left);
  });

  it('keeps no memory where others could put another folder in its place', async () => {
    const { folder, run } = await aDnsProgram();
    await mkdir(`${folder}/memory`);
    await chmod(`${folder}/memory`, 0o777);

    const { exitCode, errors } = await run('restore', 'file');

    expect(exitCode).toBe(3);
    expect(errors).toContain('others may write');
  });

  it.each([
    [
      'is a symbolic link',
      async (file: string) => {
        await rename(file, `${file}.managed`);
        await symlink(`${file}.managed`, file);
      },
      'is no file of its own',
    ],
    [
      'has a server with a zone',
      (file: string) => writeFile(file, 'nameserver 127.0.71.1\nnameserver fe80::1%eth0\nnameserver 127.0.71.2\n'),
      'has a server that cannot be moved',
    ],
    [
      'says that a program writes it',
      (file: string) =>
        writeFile(file, '# Generated by NetworkManager\nnameserver 127.0.71.1\nnameserver 127.0.71.2\n'),
      'says that a program writes it',
    ],
  ])('refuses a file that %s', async (_what, change, words) => {
    const { servers, resolvConf, run } = await aDnsProgram();
    servers[0].behaviour = 'silent';
    await change(resolvConf);
    const before = await readFile(resolvConf, 'utf8');

    const { exitCode, records, errors } = await run('fall-back', 'file');

    expect({ exitCode, records }).toEqual({ exitCode: 3, records: [] });
    expect(errors).toContain(words);
    expect(await readFile(resolvConf, 'utf8')).toBe(before);
  });

  it('changes nothing where no server answers', async () => {
    const { servers, resolvConf, run } = await aDnsProgram();
    for (const server of servers) server.behaviour = 'silent';
    const before = await readFile(resolvConf, 'utf8');

    const { exitCode, errors } = await run('fall-back', 'file');

    expect(exitCode).toBe(3);
    expect(errors).toContain('no server answers');
    expect(await readFile(resolvConf, 'utf8')).toBe(before);
  });

  it('gives systemd-resolved a spare server in a file of its own, and takes that away', async () => {
    const { folder, servers, dropIn, run } = await aDnsProgram({
      resolvectl: "#!/bin/sh\necho 'Link 2 (eth0): 127.0.71.1'\n",
      systemctl: '#!/bin/sh\necho "$*" >>"${0%/*}/calls"\n',
    });
    servers[0].behaviour = 'silent';

    const there = await run('fall-back', 'resolved');
    const content = await readFile(dropIn, 'utf8');
    const back = await run('restore', 'resolved');

    expect(there.records).toEqual([['127.0.71.3', 'in-force', 'answers'], end(1)]);
    expect(content).toContain('\n[Resolve]\nDNS=127.0.71.3\nDomains=~.\n');
    expect(back).toMatchObject({ exitCode: 0, errors: '' });
    await expect(stat(dropIn)).rejects.toThrow('ENOENT');
    expect(await readFile(`${folder}/bin/calls`, 'utf8')).toBe('restart systemd-resolved.service\n'.repeat(2));
  });
});

describe('whatever is not allowed', () => {
  it.each([
    ['a word too many', ['servers', 'file', '10.0.0.1']],
    ['a command that does not exist', ['order', 'file']],
    ['settings that the configuration does not name', ['fall-back', 'resolved']],
  ])('is refused: %s', async (_what, args) => {
    const { configuration, run } = await aDnsProgram();
    await writeFile(configuration, 'dns file\ndns-name db.example.com\n');

    expect(await run(...args)).toMatchObject({ exitCode: 2, records: [] });
  });

  it('is anything where others may write the configuration', async () => {
    const { configuration, run } = await aDnsProgram();
    await chmod(configuration, 0o666);

    expect(await run('servers', 'file')).toMatchObject({ exitCode: 3, records: [] });
  });

  it.each(['10.0.0.1;reboot', '$(reboot)', 'server.example.com', '/etc/passwd'])(
    'is a spare server such as %s',
    async (server) => {
      const { configuration, run } = await aDnsProgram();
      await writeFile(configuration, `dns file ${server}\ndns-name db.example.com\n`);

      expect(await run('fall-back', 'file')).toMatchObject({ exitCode: 2, records: [] });
    },
  );
});
