import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { lookAtFile, lookAtServed } from '../../certificates/looking.ts';
import { resultOf } from '../../commands/command-results.ts';

/** Has what serves a certificate read it again, by the described command. */
export const reloadCertificate: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: 0,

  // It may run on when nobody hears of it any more: until then it is not begun again.
  traitsOf: (target, { findCertificate }) => ({
    risk: 'disruptive',
    undo: null,
    expectedMs: findCertificate(target).commandTimeoutMs,
  }),

  // The renewal before it may change both serials, and reloading once more than needed does no harm.
  observe: () => Promise.resolve({}),

  async perform(target, { findCertificate, runOnHost }) {
    const { name, host, reload, commandTimeoutMs } = findCertificate(target);
    if (!reload) return { result: 'failed', summary: `no reload command of ${name} is described` };
    const outcome = await runOnHost(host, reload, { timeoutMs: commandTimeoutMs, maxOutputBytes: 2_048 });
    return resultOf(outcome, `the reload command of ${name}`, `reloaded what serves ${name}`);
  },

  async didHappen(target, _before, { findCertificate, runOnHost }) {
    const definition = findCertificate(target);
    const [served, filed] = await Promise.all([lookAtServed(definition), lookAtFile(definition, runOnHost)]);
    if (!served || !filed || 'problem' in served || 'problem' in filed) return 'unknown';
    return served.certificate.serial === filed.certificate.serial ? 'yes' : 'no';
  },
};
