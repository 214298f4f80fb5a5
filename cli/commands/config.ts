import type { Command } from 'commander';
import { existsSync } from 'node:fs';
import { configJsonSchema } from '../../config/json-schema.ts';
import { defaultConfigFile, loadConfig } from '../../config/load.ts';
import { assertGuardedDoor } from '../../triggers/authentication.ts';
import type { CliContext } from '../context.ts';
import { print, printJson } from '../context.ts';

/** `nightshift config check` and `nightshift config schema`. */
export function addConfigCommands(program: Command, context: CliContext): void {
  const config = program.command('config').description('check the configuration, or print its JSON Schema');
  config
    .command('check')
    .description('read the configuration and its secrets; list every mistake')
    .action(() => {
      const { services, routes, channels, trigger } = loadConfig(context.configFile(), context.env);
      assertGuardedDoor(trigger);
      const counts = `${services.length} services, ${routes.length} routes, ${channels.length} channels`;
      const file = context.configFile() ?? defaultConfigFile;
      print(
        existsSync(file) ? `${file} is good: ${counts}` : `there is no ${file}, and the defaults are good: ${counts}`,
      );
    });
  config
    .command('schema')
    .description('print the JSON Schema of nightshift.yaml')
    .action(() => printJson(configJsonSchema()));
}
