import pc from 'picocolors';
import { print } from '../cli/context.ts';
import type { TimelineEntry } from '../model/incident/timeline.ts';
import { onOneLine } from '../model/text/markdown.ts';
import type { Scene } from './scene.ts';

/** Says what is being prepared. */
export function tellProgress(line: string): void {
  print(pc.dim(`  ${line}`));
}

/** Where everything of a scene that stays can be seen and used. */
export function tellAddresses(scene: Scene): void {
  const { webhookUrl, uiUrl, prometheus, alertmanagers, temporalAddress, services } = scene;
  print('Nightshift is on duty until you press Ctrl-C.');
  print(`  alerts        POST ${webhookUrl}`);
  print(`  Temporal UI   ${uiUrl}`);
  print(`  Temporal      export TEMPORAL_ADDRESS=${temporalAddress}`);
  print(`  Prometheus    ${prometheus.url}`);
  print(`  Alertmanager  ${alertmanagers.map(({ url }) => url).join(' ')}`);
  for (const { name, port } of services) print(`  ${name.padEnd(12)}  http://127.0.0.1:${port}/`);
}

/** Opens an act. */
export function tellAct(title: string): void {
  print('');
  print(pc.bold(title));
}

/** One line with the time since the act began. */
export function tellMoment(startedAt: number, what: string, text: string): void {
  const elapsed = ((Date.now() - startedAt) / 1_000).toFixed(1).padStart(6);
  print(`${pc.cyan(`${elapsed} s`)}  ${what.padEnd(20)}${onOneLine(text)}`);
}

/** One entry of an incident's timeline, with the time since the act began. */
export function tellEntry(startedAt: number, { at, event, text }: TimelineEntry): void {
  const elapsed = ((Date.parse(at) - startedAt) / 1_000).toFixed(1).padStart(6);
  print(`${pc.cyan(`${elapsed} s`)}  ${event.padEnd(20)}${onOneLine(text)}`);
}

/** Lines that Nightshift prepared for people, such as the collected log. */
export function tellQuote(title: string, lines: readonly string[]): void {
  print(pc.dim(`          ${title}`));
  for (const line of lines) print(pc.dim(`          | ${onOneLine(line)}`));
}

/** How an act ended. */
export function tellVerdict(good: boolean, text: string): boolean {
  print(good ? pc.green(`  ✔ ${text}`) : pc.red(`  ✘ ${text}`));
  return good;
}
