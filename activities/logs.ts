import { runCommand } from '../clients/process.ts';
import { readTail } from '../clients/files.ts';
import type { LogExcerpt } from '../model/remediation/diagnosis.ts';
import type { Target } from '../model/target.ts';
import { maskSecrets } from '../model/text/redaction.ts';
import type { FindService } from './services.ts';

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
        timeoutMs: commandTimeoutMs,
        maxOutputBytes: readBytes,
      });
      const text = problem
        ? `${output}\n(the log command ${problem === 'timed-out' ? 'took too long' : 'could not be started'})`
        : output;
      return excerpt(`log command of ${target}`, text, truncated);
    },
  };
}

function excerpt(source: string, text: string, truncated: boolean): LogExcerpt {
  // eslint-disable-next-line no-control-regex -- terminal escapes in a log must not reach a terminal or a message
  const plain = maskSecrets(text).replace(/\u001b\[[0-9;]{0,20}[A-Za-z]|[\u0000-\u0008\u000b-\u001f\u007f]/g, '');
  const bytes = Buffer.from(plain);
  if (bytes.length <= maxBytes) return { source, text: plain, truncated };
  const tail = bytes.subarray(-maxBytes).toString('utf8');
  return { source, text: tail.slice(tail.indexOf('\n') + 1), truncated: true };
}
