import { describeSurroundings, lookAround } from '../surroundings.ts';
import { readForecastOptions } from './options.ts';
import { forecastParts } from './parts/index.ts';
import type { Chapter } from './report.ts';
import { tablesOf, writeForecastReport } from './report.ts';

/** Measures forecasters, prints tables, and writes a report for programs. */
async function main(): Promise<void> {
  const options = readForecastOptions(process.argv);
  const surroundings = await lookAround();
  const chapters: Chapter[] = [];
  for (const part of options.only) {
    console.error(`measuring ${part} …`);
    chapters.push(await forecastParts[part](options));
  }
  await writeForecastReport(options.json, surroundings, chapters);
  console.log(`${describeSurroundings(surroundings)}\n\n${tablesOf(chapters)}`);
}

await main();
