import type { Command } from 'commander';
import { readFile } from 'node:fs/promises';
import { text } from 'node:stream/consumers';
import { loadConfig } from '../../config/load.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import { readAlertmanagerBody } from '../../triggers/alertmanager/read-body.ts';
import type { Explanation } from '../../triggers/explain.ts';
import { explain } from '../../triggers/explain.ts';
import type { CliContext } from '../context.ts';
import { UsageError, print, printJson } from '../context.ts';

/** `nightshift explain FILE|-`: what would become of each alert of a webhook body. Talks to nothing. */
export function addExplainCommand(program: Command, context: CliContext): void {
  program
    .command('explain')
    .description('say what would become of each alert of a webhook body, without any server')
    .argument('<file>', 'a file with the body as JSON, or - for standard input')
    .option('--json', 'one JSON object per alert')
    .action(async (file: string, options: { json?: boolean }) => {
      const config = loadConfig(context.configFile(), context.env);
      const body = readAlertmanagerBody(parse(await read(file), file));
      if (typeof body === 'string') throw new UsageError(`${file}: ${body}`);
      if (body.invalid.length > 0) throw new UsageError(body.invalid.map((reason) => `${file}: ${reason}`).join('\n'));
      const explanations = body.alerts.map((alert) => explain(alert, config));
      if (options.json) printJson(explanations);
      else for (const explanation of explanations) print(inWords(explanation));
    });
}

async function read(file: string): Promise<string> {
  if (file === '-') return text(process.stdin);
  return readFile(file, 'utf8').catch((error: NodeJS.ErrnoException) => {
    throw new UsageError(`${file}: cannot be read (${error.code})`);
  });
}

function parse(json: string, file: string): unknown {
  try {
    return JSON.parse(json);
  } catch {
    throw new UsageError(`${file}: not JSON`);
  }
}

function inWords({ alertname, status, fingerprint, incident, target, runbook, mode, reason }: Explanation): string {
  return [
    `${onOneLine(alertname)} (${status}, ${fingerprint})`,
    `  incident  ${incident ?? '-'}`,
    `  target    ${target ?? '-'}`,
    `  runbook   ${runbook ? `${runbook}, mode ${mode}` : '-'}`,
    `  outcome   ${reason ? `nothing would be done: ${reason}` : mode === 'auto' ? 'would be repaired' : 'would be diagnosed and planned'}`,
  ].join('\n');
}
