import type { ActionDefinition } from '../../../../activities/contracts/action-definition.ts';
import type { Target } from '../../../../model/target.ts';
import type { Part, Way } from '../switches.ts';
import { parts, switching } from '../switches.ts';
import { pass } from './points.ts';

/** What the target says of one of its parts. */
interface PartState {
  readonly way: Way;
  /** Another text each time that it has been switched. */
  readonly state: string;
}

/** How long the heater may take: longer than the death of a worker remains unnoticed. */
const slowMs = 20_000;

/** The actions that switch parts on and off, each of which takes the other back. Every effect is a call of the target. */
export function switchActions(control: string): Readonly<Record<string, ActionDefinition>> {
  return Object.fromEntries(
    parts.flatMap((part) => [
      [switching(part, 'on'), switchAction(control, part, 'on')],
      [switching(part, 'off'), switchAction(control, part, 'off')],
    ]),
  );
}

function switchAction(control: string, part: Part, way: Way): ActionDefinition {
  const read = async (target: Target): Promise<PartState> =>
    (await (await fetch(`${control}/${target}/parts/${part}`)).json()) as PartState;
  return {
    risk: 'disruptive',
    undo: way === 'on' ? switching(part, 'off') : null,
    expectedMs: part === 'heater' ? slowMs : 100,

    async observe(target) {
      await pass(control, 'looking');
      return { [part]: (await read(target)).state };
    },

    async perform(target, _deps, now) {
      await pass(control, 'before the effect');
      const order = new URLSearchParams({ way, state: String(now[part]) }).toString();
      const answer = await fetch(`${control}/${target}/parts/${part}?${order}`, { method: 'POST' });
      await pass(control, 'after the effect');
      return answer.ok
        ? { result: 'done', summary: `switched the ${part} ${way}` }
        : { result: 'failed', summary: `somebody else has switched the ${part}` };
    },

    async didHappen(target) {
      return (await read(target)).way === way ? 'yes' : 'no';
    },
  };
}
