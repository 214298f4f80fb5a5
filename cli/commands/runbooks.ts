import type { Command } from 'commander';
import { readFile, writeFile } from 'node:fs/promises';
import { runbooks } from '../../workflows/runbooks/index.ts';
import { print, UsageError } from '../context.ts';
import { kubernetesDocument } from '../kubernetes-document.ts';

const begin = '<!-- nightshift runbooks: begin -->';
const end = '<!-- nightshift runbooks: end -->';

/** `nightshift runbooks`. */
export function addRunbooksCommand(program: Command): void {
  program
    .command('runbooks')
    .description(
      'print what is known of Kubernetes as Markdown: alerts with their classes, runbooks, actions and their rights',
    )
    .option('--into <file>', 'write it into a file, between its two markers, and print nothing')
    .action(async ({ into }: { into?: string }) => {
      // The actions bring half of Nightshift along, which no other command should wait for.
      const { actions } = await import('../../activities/actions/index.ts');
      const document = kubernetesDocument({ runbooks, actions });
      if (into === undefined) return print(document);
      await writeFile(into, between(await readFile(into, 'utf8'), document, into));
    });
}

/** The file with another text between its markers. */
function between(text: string, document: string, file: string): string {
  const [from, to] = [text.indexOf(begin), text.indexOf(end)];
  if (from < 0 || to < from) throw new UsageError(`${file}: there is no ${begin} with a ${end} after it`);
  return `${text.slice(0, from)}${begin}\n\n${document}\n\n${text.slice(to)}`;
}
