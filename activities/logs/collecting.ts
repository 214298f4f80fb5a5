import type { RunOnHost } from '../../clients/commands/command.ts';
import type { LogExcerpt } from '../../model/remediation/diagnosis.ts';
import type { Target } from '../../model/target.ts';
import { plainLines } from '../../model/text/markdown.ts';
import { maskSecrets } from '../../model/text/redaction.ts';
import { lastWords } from '../commands/last-words.ts';
import { lookTimeout, problemWords } from '../commands/looking.ts';
import type { HostPartDirectory } from '../described/host-parts.ts';
import type { FindService } from '../described/services.ts';
import { managerOf } from '../services/index.ts';
import { readJournal } from '../units/shown-unit.ts';
import { newestOf } from './newest-of.ts';

interface LogDependencies {
  readonly findService: FindService;
  readonly hostParts: HostPartDirectory;
  readonly runOnHost: RunOnHost;
}

const maxBytes = 8 * 1024;
/** More is read than kept, because masking may need the beginning of what it hides. */
const readBytes = 4 * maxBytes;
/** How long the journal of a unit may take to read. */
const unitLogMs = 20_000;

/** The activities that collect what a target last wrote. Nothing leaves them unmasked or uncapped. */
export function createCollectingActivities({ findService, hostParts, runOnHost }: LogDependencies) {
  return {
    async collectLogs({ target }: { readonly target: Target }): Promise<LogExcerpt | null> {
      if (hostParts.isUnit(target)) {
        const { host, unit } = hostParts.findUnit(target);
        const own = await readJournal(host, unit, runOnHost, { timeoutMs: unitLogMs, maxOutputBytes: readBytes });
        return excerpt(`journal of ${unit}`, own.text, own.truncated);
      }
      const service = findService(target);
      const { host, logs, commandTimeoutMs } = service;
      if (!logs) {
        const own = await managerOf(service, runOnHost).readLog(readBytes);
        return own && excerpt(`log of ${target}`, own.text, own.truncated);
      }
      const options = { timeoutMs: lookTimeout(commandTimeoutMs), maxOutputBytes: readBytes };
      const outcome = await runOnHost(host, newestOf(logs, readBytes), options);
      const { output, truncated, problem, exitCode } = outcome;
      const source = `${logs.kind === 'file' ? 'file' : 'log command'} of ${target}`;
      // A log that cannot be read is itself a finding.
      if (problem) return excerpt(source, `${output}\n(the log command ${problemWords[problem]})`, truncated);
      if (logs.kind === 'file' && exitCode !== 0)
        return excerpt(source, `(the log file cannot be read${lastWords(outcome, 300)})`, false);
      return excerpt(source, output, truncated);
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
