import type { Facts, Settings } from '../../../model/remediation/plan.ts';
import type { Target } from '../../../model/target.ts';
import type { ActionDefinition, ActionDependencies } from '../../contracts/action-definition.ts';
import { changing, observing } from '../changing.ts';
import { insistOnUnprotected } from '../protected.ts';
import type { ChangedValue } from './changed-value.ts';
import { markOf, marking, nextMark } from './marks.ts';
import { patchAsRead } from '../patching.ts';
import type { StoredKind } from '../object-of-action.ts';
import { findOneOf, gone, insistOnSame, nameOf, refused, wordsFor } from '../object-of-action.ts';

const usualMs = 30_000;

/** The action that sets a value, within its caps and only from what it was when the plan was made. */
export function settingAction<K extends StoredKind>(value: ChangedValue<K>): ActionDefinition {
  const read = async (target: Target, { findObject }: ActionDependencies, settings: Settings) => {
    const found = findOneOf(target, value.kinds, findObject);
    const object = await found.api.get(found.kind, nameOf(found));
    const nothing: Facts = { uid: gone };
    if (!object) return { found, object, facts: nothing };
    const seen = await value.look(object, found, settings);
    const mark = markOf(object.metadata, value.action);
    const facts: Facts = { uid: object.metadata?.uid ?? '', mark, ...seen };
    return { found, object, facts };
  };

  return {
    risk: 'disruptive',
    undo: value.undo,
    expectedMs: usualMs,
    caps: value.caps,
    permissions: value.permissions,

    undoSettings: (facts, settings = {}) => ({
      ...facts,
      ...settings,
      mark: nextMark(facts['mark'] ?? ''),
      set: value.wanted(settings),
    }),

    observe: async (target, deps, settings = {}) => observing(async () => (await read(target, deps, settings)).facts),

    perform: (target, deps, now, settings = {}) =>
      changing(value.permissions, async () => {
        const { found, object, facts } = await read(target, deps, settings);
        insistOnUnprotected(found);
        if (!object) throw refused(`there is no ${wordsFor(found)} any more`);
        insistOnSame(now, facts);
        const obstacle = value.obstacle(facts, settings, found.definition);
        if (obstacle !== null) throw refused(obstacle);
        const wanted = value.wanted(settings);
        const spec = value.specFor(wanted, facts, settings);
        const { annotations } = marking(value.action, nextMark(markOf(object.metadata, value.action)));
        await patchAsRead(found, object, { annotations, spec }, value.patch);
        const former = value.words(now['value'] ?? '', settings);
        return `${wordsFor(found)}: ${former} became ${value.words(wanted, settings)}`;
      }),

    didHappen: (target, before, deps) =>
      observing(async () => {
        const found = findOneOf(target, value.kinds, deps.findObject);
        const object = await found.api.get(found.kind, nameOf(found));
        if (object?.metadata?.uid !== before['uid']) return 'unknown';
        const mark = markOf(object?.metadata, value.action);
        if (mark === before['mark']) return 'no';
        return mark === nextMark(before['mark'] ?? '') ? 'yes' : 'unknown';
      }),
  };
}
