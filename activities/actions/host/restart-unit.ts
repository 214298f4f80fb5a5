import { resetFailedCommand, restartCommand } from '../../../clients/hosts/sudo-commands.ts';
import { resultOf } from '../../commands/command-results.ts';
import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { factsOfUnit, hasStarted, startMs } from '../../units/starting.ts';

/** Clears that a unit has failed, and starts it anew. */
export const restartUnit: ActionDefinition = {
  risk: 'disruptive',
  undo: null,
  expectedMs: startMs,

  observe: (target, { hostParts, runOnHost }) => factsOfUnit(hostParts.findUnit(target), runOnHost),

  async perform(target, { hostParts, runOnHost }) {
    const { host, unit } = hostParts.findUnit(target);
    const options = { timeoutMs: startMs, maxOutputBytes: 2_048 };
    // Without this, one that has failed too often is not started again.
    const cleared = resultOf(
      await runOnHost(host, resetFailedCommand(unit), options),
      `systemctl reset-failed ${unit}`,
      '',
    );
    if (cleared.result !== 'done') return cleared;
    const outcome = await runOnHost(host, restartCommand(unit), options);
    return resultOf(outcome, `systemctl restart ${unit}`, `restarted ${unit}`);
  },

  didHappen: (target, before, { hostParts, runOnHost }) => hasStarted(hostParts.findUnit(target), before, runOnHost),
};
