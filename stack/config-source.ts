import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';

/** A configuration given as text, which is written into the data folder, or as a file that stays where it is. */
export type ConfigSource = { readonly text: string } | { readonly file: string };

/** The path of a configuration file for a component, after its data folder has been made. */
export async function configFile(config: ConfigSource, dataDir: string, name: string): Promise<string> {
  await mkdir(dataDir, { recursive: true });
  if ('file' in config) return config.file;
  const file = join(dataDir, name);
  await writeFile(file, config.text);
  return file;
}
