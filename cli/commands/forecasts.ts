import type { Command } from 'commander';
import { countPredictions } from '../../clients/temporal/forecasts/predictions.ts';
import { listScorebooks } from '../../clients/predictions/scorebooks.ts';
import { loadConfig } from '../../config/load.ts';
import { modelInEffect } from '../../model/forecast/scoring/demotion.ts';
import { durationInWords } from '../../model/text/duration.ts';
import { onOneLine } from '../../model/text/markdown.ts';
import type { CliContext } from '../context.ts';
import { print, printJson } from '../context.ts';
import { scoreLines } from '../forecast/scores-text.ts';
import { tableOf } from '../table.ts';
import { withClient } from '../temporal.ts';

interface JsonOption {
  readonly json?: boolean;
}

/** `nightshift forecasts` and `nightshift forecasts report`. */
export function addForecastsCommands(program: Command, context: CliContext): void {
  const forecasts = program
    .command('forecasts')
    .description('list the forecasts of the configuration, with the models that make them and their open predictions')
    .option('--json', 'one JSON array')
    .action(({ json = false }: JsonOption) => list(context, json));
  forecasts
    .command('report')
    .description('say how good forecasts and predictions were in the last 30 days, by forecast and model')
    .action((_options: object, { parent }: Command) => report(context, parent?.opts<JsonOption>().json ?? false));
}

async function list(context: CliContext, json: boolean): Promise<void> {
  const described = loadConfig(context.configFile(), context.env).forecasts;
  const nowMs = Date.now();
  const names = described.map(({ name }) => name);
  const [open, scorebooks] = await withClient(context, async (client) => [
    await countPredictions(client, names, nowMs),
    await listScorebooks(client),
  ]);
  const forecasts = described.map(({ name, model: configured, everyMs, horizonMs }) => {
    const { model, because } = modelInEffect(configured, scorebooks[name]?.demotions ?? [], nowMs);
    return { name, configured, model, because, everyMs, horizonMs, open: open?.[name] ?? null };
  });
  if (json) return printJson(forecasts);
  if (forecasts.length === 0) return print('The configuration has no forecasts.');
  const rows = forecasts.map(({ name, configured, model, everyMs, horizonMs, open: predictions }) => [
    onOneLine(name),
    model === configured ? model : `${model} (in place of ${configured})`,
    durationInWords(everyMs),
    durationInWords(horizonMs),
    String(predictions ?? '-'),
  ]);
  for (const line of tableOf([['FORECAST', 'MODEL', 'EVERY', 'HORIZON', 'OPEN PREDICTIONS'], ...rows])) print(line);
}

async function report(context: CliContext, json: boolean): Promise<void> {
  const scorebooks = await withClient(context, listScorebooks);
  if (json) return printJson(scorebooks);
  for (const line of scoreLines(scorebooks, Date.now())) print(line);
}
