import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import type { Target } from '../model/target.ts';
import type { Scene } from './scene.ts';

/** What an operator may type, and what the demo types where nobody does. */
interface OperatorCommand {
  /** For a shell. */
  readonly line: string;
  /** Runs it to its end; resolves to what it said last, whether it went well or not. */
  readonly run: () => Promise<string>;
}

/** Which plan somebody means, and who. */
interface Vote {
  readonly code: string;
  readonly by: string;
}

/** Whose plan people decide about. */
export interface Decided {
  readonly target: Target;
}

const cli = fileURLToPath(new URL('../cli/nightshift.ts', import.meta.url));

/** What an approver sends, as JSON. */
export function voteJson({ code, by }: Vote): string {
  return `{"code": ${JSON.stringify(code)}, "by": ${JSON.stringify(by)}}`;
}

/** Approves the plan that waits for a target. */
export function approveCommand(scene: Scene, { target }: Decided, { code, by }: Vote): OperatorCommand {
  return nightshiftCommand(scene, 'approve', target, '--code', code, '--by', by);
}

/** A command of Nightshift's own, as it is typed in this folder. */
export function nightshiftCommand({ temporalAddress }: Scene, ...args: readonly string[]): OperatorCommand {
  const typed = `TEMPORAL_ADDRESS=${temporalAddress} npm run --silent nightshift --`;
  return {
    line: `${typed} ${lineOf(args)}`,
    run: () => lastWordsOf(process.execPath, [cli, ...args], { TEMPORAL_ADDRESS: temporalAddress }),
  };
}

/** Shows what a command of Nightshift's own shows to whoever types it, colours included. */
export async function showNightshift({ folder }: Scene, ...args: readonly string[]): Promise<void> {
  const configured = ['--config', join(folder, 'nightshift.yaml'), ...args];
  await once(spawn(process.execPath, [cli, ...configured], { stdio: 'inherit' }), 'exit');
}

function lineOf(words: readonly string[]): string {
  return words.map((word) => (/^[\w./:=-]+$/.test(word) ? word : `'${word}'`)).join(' ');
}

async function lastWordsOf(
  program: string,
  args: readonly string[],
  env: Readonly<Record<string, string>>,
): Promise<string> {
  const child = spawn(program, args, { env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  return said.join('').trimEnd().split('\n').at(-1) ?? '';
}
