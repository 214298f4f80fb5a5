import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname, join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { expect, it, onTestFinished } from 'vitest';
import { alertmanager } from '../../../../stack/components/alertmanager.ts';
import { chromium } from '../../../../stack/components/chromium.ts';
import { postgresql } from '../../../../stack/components/postgresql.ts';
import { temporalPostgres } from '../../../../stack/components/temporal-postgres.ts';
import { temporal } from '../../../../stack/components/temporal.ts';
import { timeSkipping } from '../../../../stack/components/time-skipping.ts';
import { runTool } from '../../../../stack/obtaining/tool.ts';
import { silent } from '../../../../stack/progress.ts';
import type { Environment, Installation } from '../../../../stack/provider.ts';
import { isAlive, scratchFolder, writeScript } from '../scratch.ts';

const systemPath = process.env['PATH'] ?? '';

async function withTools() {
  const tools = await scratchFolder();
  const env: Environment = { PATH: `${tools}:${systemPath}`, NIGHTSHIFT_CACHE: await scratchFolder() };
  return { tools, env };
}

function pathOf(installation: Installation): string {
  return installation.kind === 'executable' ? installation.path : '';
}

function printedBy(installation: Installation, args: readonly string[], env: Environment): Promise<string> {
  return runTool('sh', ['-c', '"$0" "$@"', pathOf(installation), ...args], { env });
}

it("takes Temporal from Temporal's own archive for this machine", async () => {
  const { tools, env } = await withTools();
  await writeScript(join(tools, 'content', 'temporal'), 'echo released');
  await runTool('tar', ['-czf', join(tools, 'archive'), '-C', join(tools, 'content'), 'temporal'], { env });
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(request.url ?? '');
    void readFile(join(tools, 'archive')).then((archive) => response.end(archive));
  });
  await new Promise<void>((resolve) => void server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => void server.close());
  const mirror = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;

  const context = { env: { ...env, NIGHTSHIFT_TEMPORAL_DOWNLOAD_URL: mirror }, progress: silent };
  const installation = await temporal.obtain(context);

  expect(await printedBy(installation, [], env)).toBe('released\n');
  expect(asked).toEqual([
    expect.stringMatching(/^\/cli\/archive\/v1\.5\.1\?platform=(linux|darwin)&arch=(amd64|arm64)$/),
  ]);
});

it('builds Temporal with Go when the archive cannot be had', async () => {
  const { tools, env } = await withTools();
  await writeScript(
    join(tools, 'go'),
    'printf "#!/bin/sh\\necho $*\\n" > "$GOBIN/temporal"; chmod +x "$GOBIN/temporal"',
  );

  const context = { env: { ...env, NIGHTSHIFT_TEMPORAL_DOWNLOAD_URL: 'http://127.0.0.1:1' }, progress: silent };
  const installation = await temporal.obtain(context);

  expect(await printedBy(installation, [], env)).toMatch(
    /^install .*github\.com\/temporalio\/cli\/cmd\/temporal@v1\.5\.1\n$/,
  );
});

it('builds Alertmanager from a copy of its module that has a page to embed', async () => {
  const { tools, env } = await withTools();
  const module = join(tools, 'module');
  await mkdir(join(module, 'ui', 'app'), { recursive: true });
  await writeFile(join(module, 'ui', 'web.go'), 'package ui');
  await chmod(join(module, 'ui', 'app'), 0o555);
  onTestFinished(() => chmod(join(module, 'ui', 'app'), 0o755));
  const build =
    'while [ "$1" != -o ]; do shift; done; cp ui/app/dist/index.html.gz "$2"; cp ui/web.go "$2.go"; ls -ld ui/app > "$2.mode"; chmod +x "$2"';
  await writeScript(join(tools, 'go'), `if [ "$1" = mod ]; then echo '{"Dir": "${module}"}'; exit; fi\n${build}`);

  const installation = await alertmanager.obtain({ env, progress: silent });

  expect(gunzipSync(await readFile(pathOf(installation))).toString()).toContain('<title>Alertmanager</title>');
  expect(await readFile(`${pathOf(installation)}.go`, 'utf8')).toBe('package ui');
  expect(await readFile(`${pathOf(installation)}.mode`, 'utf8')).toMatch(/^drwxr-xr-x/);
  await expect(readFile(join(module, 'ui', 'app', 'dist', 'index.html.gz'))).rejects.toMatchObject({ code: 'ENOENT' });
});

it('wraps the time-skipping server so that it takes the port first, wherever it lies', async () => {
  const { tools, env } = await withTools();
  await writeScript(join(tools, 'mvn'), 'grep -q temporal-test-server pom.xml && mkdir lib');
  await writeScript(join(tools, 'java'), 'echo "$@"');

  const installation = await timeSkipping.obtain({ env, progress: silent });

  const printed = await printedBy(installation, ['7233', '--enable-time-skipping'], { ...env, JAVA_HOME: undefined });
  const jars = pathOf(installation).replace(/temporal-test-server$/, 'lib/*');
  expect(printed).toMatch(/ io\.temporal\.testserver\.TestServer 7233 --enable-time-skipping\n$/);
  expect(printed).toContain(` -cp ${jars} `);
});

it('ends a time-skipping server that the SDK started when the test run is killed', async () => {
  const { tools, env } = await withTools();
  await writeScript(join(tools, 'mvn'), 'mkdir lib');
  await writeScript(join(tools, 'java'), 'echo $$; exec sleep 60');
  const installation = await timeSkipping.obtain({ env, progress: silent });
  const testRun = spawn('/bin/sh', ['-c', `"${pathOf(installation)}" 7233 & wait`], {
    env: { ...env, JAVA_HOME: undefined },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const [printed] = (await once(testRun.stdout, 'data')) as [Buffer];
  const server = Number(printed.toString());
  const before = isAlive(server);

  testRun.kill('SIGKILL');

  expect(before).toBe(true);
  await expect.poll(() => isAlive(server), { timeout: 8_000 }).toBe(false);
});

it('builds the Temporal server for PostgreSQL with the tool that makes its databases', async () => {
  const { tools, env } = await withTools();
  const build = 'for path; do :; done; name=${path%@*}; name=${name##*/}';
  const program = 'printf "#!/bin/sh\\necho $path\\n" > "$GOBIN/$name"; chmod +x "$GOBIN/$name"';
  await writeScript(join(tools, 'go'), `${build}\n${program}`);

  const installation = await temporalPostgres.obtain({ env, progress: silent });

  const module = 'go.temporal.io/server/cmd';
  const tool = { kind: 'executable', path: join(dirname(pathOf(installation)), 'temporal-sql-tool') } as const;
  expect(await printedBy(installation, [], env)).toBe(`${module}/server@v1.31.2\n`);
  expect(await printedBy(tool, [], env)).toBe(`${module}/tools/sql@v1.31.2\n`);
});

it('wraps PostgreSQL so that it finds its own libraries, wherever it lies', async () => {
  const { tools, env } = await withTools();
  const bin = 'usr/lib/postgresql/15/bin';
  const program = `mkdir -p "$3/${bin}" "$3/usr/lib/some-linux-gnu"; printf '#!/bin/sh\\necho $LD_LIBRARY_PATH $*\\n'`;
  await writeScript(join(tools, 'apt-cache'), "echo '  Depends: postgresql-15'");
  await writeScript(join(tools, 'apt-get'), 'case "$*" in *download*) : > postgresql-15.deb ;; esac');
  await writeScript(
    join(tools, 'dpkg'),
    `${program} | tee "$3/${bin}/initdb" > "$3/${bin}/postgres"; chmod +x "$3/${bin}"/*`,
  );

  const installation = await postgresql.obtain({ env, progress: silent });

  const folder = dirname(pathOf(installation));
  const initdb = { kind: 'executable', path: join(folder, 'initdb') } as const;
  expect(await printedBy(installation, ['-D', 'x'], env)).toBe(`${folder}/usr/lib/some-linux-gnu -D x\n`);
  expect(await printedBy(initdb, ['-D', 'y'], env)).toBe(`${folder}/usr/lib/some-linux-gnu -D y\n`);
});

it('brings Chromium with what it depends on, and wraps it so that it finds that, wherever it lies', async () => {
  const { tools, env } = await withTools();
  const browser = 'usr/lib/chromium/chromium-headless-shell';
  const unpack = `mkdir -p "$3/usr/lib/chromium" "$3/usr/lib/some-linux-gnu" "$3/usr/share/fonts"`;
  const program = `printf '#!/bin/sh\\necho $LD_LIBRARY_PATH $FONTCONFIG_FILE $*\\n' > "$3/${browser}"`;
  const missing = "echo 'Inst libnew72 (72.1-3 Debian [amd64])'";
  const download = `echo "$*" > ${tools}/asked; while [ "$1" != download ]; do shift; done; shift; touch $(printf '%s.deb ' "$@")`;
  await writeScript(join(tools, 'apt-get'), `case "$*" in *download*) ${download} ;; *) ${missing} ;; esac`);
  await writeScript(join(tools, 'dpkg'), `${unpack}; ${program}; chmod +x "$3/${browser}"`);

  const installation = await chromium.obtain({ env, progress: silent });

  const folder = dirname(pathOf(installation));
  const printed = await printedBy(installation, ['--headless'], { ...env, LD_LIBRARY_PATH: undefined });
  expect(printed).toMatch(/ --headless\n$/);
  expect(printed).toContain(`${folder}/usr/lib/some-linux-gnu`);
  expect(printed).toContain(` ${folder}/fonts.conf `);
  expect(await readFile(join(tools, 'asked'), 'utf8')).toMatch(/ chromium-headless-shell chromium-common libnew72\n$/);
});
