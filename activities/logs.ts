import { runCommand } from '../clients/process.ts';
import { readTail } from '../clients/files.ts';
import type { LogExcerpt } from '../model/remediation/diagnosis.ts';
import type { Target } from '../model/target.ts';
import { plainLines } from '../model/text/markdown.ts';
import { maskSecrets } from '../model/text/redaction.ts';
import { lookTimeout, problemWords } from './commands/looking.ts';
import type { FindService } from './contracts/services.ts';

const maxBytes = 8 * 1024;
/** More is read than kept, because masking may need the beginning of what it hides. */
const readBytes = 4 * maxBytes;

/** The activities that collect what a target last wrote. Nothing leaves them unmasked or uncapped. */
export function createLogActivities({ findService }: { readonly findService: FindService }) {
  return {
    async collectLogs({ target }: { readonly target: Target }): Promise<LogExcerpt | null> {
      const { logs, commandTimeoutMs } = findService(target);
      if (!logs) return null;
      if (logs.kind === 'file') {
        const tail = await readTail(logs.path, readBytes);
        return excerpt(`file of ${target}`, tail.text, tail.truncated);
      }
      const { output, truncated, problem } = await runCommand(logs.command, {
        timeoutMs: lookTimeout(commandTimeoutMs),
        maxOutputBytes: readBytes,
      });
      const text = problem ? `${output}\n(the log command ${problemWords[problem]})` : output;
      return excerpt(`log command of ${target}`, text, truncated);
    },
  };
}

function excerpt(source: string, text: string, truncated: boolean): LogExcerpt {
  // Colours go first, because they may stand between a key and its secret.
  const plain = maskSecrets(plainLines(truncated ? fromFirstWholeLine(text) : text));
  const bytes = Buffer.from(plain);
  if (bytes.length <= maxBytes) return { source, text: plain, truncated };
  return { source, text: fromFirstWholeLine(bytes.subarray(-maxBytes).toString('utf8')), truncated: true };
}

/** Leaves out the line that a cut went through, unless it is all there is. */
function fromFirstWholeLine(text: string): string {
  const rest = text.slice(text.indexOf('\n') + 1);
  return rest.trim() === '' ? text : rest;
}
