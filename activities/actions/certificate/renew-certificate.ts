import type { CertificateDefinition } from '../../../model/certificate/certificate.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { lookAtFile } from '../../certificates/looking.ts';
import { resultOf } from '../../commands/command-results.ts';
import { lastWords } from '../../commands/last-words.ts';

/** What stands in place of a serial that could not be read. */
const unread = 'unknown';

/**
 * Has the described command renew a certificate. Authorities count what they issue: whether it was renewed is told
 * by the serial in the file, and where that cannot be read nothing is begun.
 */
export const renewCertificate: ActionDefinition = {
  risk: 'disruptive',
  // What was issued stays so, and the old one expires as it would have.
  undo: null,
  expectedMs: 4 * 60_000,

  async observe(target, deps) {
    return { serial: await serialOf(deps.findCertificate(target), deps) };
  },

  async perform(target, deps, now) {
    const definition = deps.findCertificate(target);
    const { name, host, renew, commandTimeoutMs } = definition;
    if (!renew) return { result: 'failed', summary: `no renewal command of ${name} is described` };
    const before = now['serial'];
    if (before === undefined || before === unread)
      return { result: 'failed', summary: `${name} was not renewed, because nobody could tell afterwards` };
    const outcome = await deps.runOnHost(host, renew, { timeoutMs: commandTimeoutMs, maxOutputBytes: 2_048 });
    const command = `the renewal command of ${name}`;
    const answer = resultOf(outcome, command, `renewed ${name}`);
    const after = await serialOf(definition, deps);
    if (after === unread) return answer;
    if (after !== before) return { result: 'done', summary: `renewed ${name}: serial ${after}${doubtOf(answer)}` };
    if (answer.result !== 'done') return answer;
    const words = lastWords(outcome, 120);
    return { result: 'failed', summary: `${command} ended well, but the certificate is the same${words}` };
  },

  async didHappen(target, before, deps) {
    const now = await serialOf(deps.findCertificate(target), deps);
    if (now === unread || before['serial'] === unread) return 'unknown';
    return now === before['serial'] ? 'no' : 'yes';
  },
};

async function serialOf(definition: CertificateDefinition, { runOnHost }: ActionDependencies): Promise<string> {
  const reading = await lookAtFile(definition, runOnHost);
  return reading && 'certificate' in reading ? reading.certificate.serial : unread;
}

function doubtOf({ result, summary }: { readonly result: string; readonly summary: string }): string {
  return result === 'done' ? '' : `, although ${summary}`;
}
