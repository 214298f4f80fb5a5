import { chmod, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { external } from '../external.ts';
import { distributionRelease, missingPackages, unpackPackages } from '../obtaining/debian.ts';
import { findInstallation } from '../obtaining/find.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Provider, RunningComponent, StartOptions } from '../provider.ts';
import { startChild } from '../running/child-process.ts';
import { startOnPorts } from '../running/ports.ts';
import { answersHttp } from '../running/ready.ts';

/** How a browser is started. */
interface ChromiumOptions extends StartOptions {
  /** Its profile. */
  readonly dataDir: string;
}

/** A browser in use. */
interface RunningChromium extends RunningComponent {
  /** Where it takes commands by the Chrome DevTools Protocol. */
  readonly url: string;
}

const executable = 'chromium';

// The libraries and fonts lie where the package would not look for them. A machine with fonts of its own gets none.
const wrapper = `#!/bin/sh
folder=$(CDPATH= cd -- "$(dirname -- "$0")" && pwd)
for place in "$folder"/lib/*-linux-gnu* "$folder"/usr/lib/*-linux-gnu* "$folder"/usr/lib/*-linux-gnu*/pulseaudio; do
  LD_LIBRARY_PATH="$place\${LD_LIBRARY_PATH:+:$LD_LIBRARY_PATH}"
done
export LD_LIBRARY_PATH
[ ! -d "$folder/usr/share/fonts" ] || export FONTCONFIG_FILE="$folder/fonts.conf"
exec "$folder/usr/lib/chromium/chromium-headless-shell" "$@"
`;

const fonts = `<?xml version="1.0"?>
<!DOCTYPE fontconfig SYSTEM "fonts.dtd">
<fontconfig>
  <dir prefix="relative">usr/share/fonts</dir>
  <cachedir prefix="xdg">fontconfig</cachedir>
</fontconfig>
`;

const browserPackage = 'chromium-headless-shell';

const fromDebian: Way = {
  name: `unpack the distribution's package ${browserPackage} and what it depends on`,
  into: async (folder, { env }) => {
    // It looks for its data beside itself, even where the machine has them installed.
    const wanted = [browserPackage, 'chromium-common', ...(await missingPackages(browserPackage, env))];
    await unpackPackages([...new Set(wanted)], folder, env);
    await writeFile(join(folder, 'fonts.conf'), fonts);
    await writeFile(join(folder, executable), wrapper);
    await chmod(join(folder, executable), 0o755);
  },
};

/** A browser without a window, which takes commands by the Chrome DevTools Protocol. */
export const chromium: Provider<ChromiumOptions, RunningChromium> = {
  name: 'chromium',
  find: async (env) =>
    findInstallation(env, {
      addressVariable: 'NIGHTSHIFT_CHROMIUM_URL',
      commands: ['chromium', 'chromium-headless-shell', 'google-chrome'],
      cached: (await recipe()).entry,
    }),
  obtain: async (context) => obtainInto(await recipe(), context),
  start: async (installation, options) => {
    if (installation.kind === 'executable') return startBrowser(installation.path, options);
    return { ...external('chromium'), url: installation.address };
  },
  stop: (running) => running.stop(),
};

async function recipe(): Promise<Recipe> {
  return {
    entry: { component: 'chromium', version: await distributionRelease(), recipe: 1, executable },
    ways: [fromDebian],
    advice:
      'Install Chromium (Debian: `apt-get install chromium`) or Google Chrome, ' +
      'or set NIGHTSHIFT_CHROMIUM_URL to one that runs with --remote-debugging-port.',
  };
}

function startBrowser(command: string, options: ChromiumOptions): Promise<RunningChromium> {
  return startOnPorts({ port: options.port }, async ({ port }) => {
    const url = `http://127.0.0.1:${port}`;
    const child = await startChild({
      ...options,
      name: 'chromium',
      command,
      args: [
        '--headless',
        `--remote-debugging-port=${port}`,
        `--user-data-dir=${options.dataDir}`,
        ...quiet,
        ...unconfined,
        ...(options.extraArguments ?? []),
      ],
      ready: () => answersHttp(`${url}/json/version`),
    });
    return { ...child, url };
  });
}

// Nothing but the pages that it is sent to.
const quiet = ['--no-first-run', '--disable-background-networking', '--disable-component-update', '--disable-sync'];

// Neither its sandbox nor a graphics card nor much shared memory can be counted on, least of all as root in a container;
// the only pages that it opens are those of our own components.
const unconfined = ['--no-sandbox', '--disable-gpu', '--disable-dev-shm-usage'];
