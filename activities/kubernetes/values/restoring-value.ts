import type { ActionDefinition } from '../../contracts/action-definition.ts';
import { changing, observing } from '../changing.ts';
import type { ChangedValue } from './changed-value.ts';
import { markOf, marking, undoneMark } from './marks.ts';
import { patchAsRead } from '../patching.ts';
import type { StoredKind } from '../object-of-action.ts';
import { findOneOf, gone, nameOf, refused, wordsFor } from '../object-of-action.ts';

/**
 * The action that gives back what a value was. What somebody else has made of it since is left as it is. Caps do not bind
 * it: it only ever goes back to what people had wanted.
 */
export function restoringAction<K extends StoredKind>(value: ChangedValue<K>): ActionDefinition {
  return {
    risk: 'disruptive',
    undo: null,
    expectedMs: 30_000,
    permissions: value.permissions,

    observe: async (target, { findObject }) =>
      observing(async () => {
        const found = findOneOf(target, value.kinds, findObject);
        const object = await found.api.get(found.kind, nameOf(found));
        return { uid: object?.metadata?.uid ?? gone, mark: markOf(object?.metadata, value.action) };
      }),

    perform: (target, { findObject }, _now, settings = {}) =>
      changing(value.permissions, async () => {
        const found = findOneOf(target, value.kinds, findObject);
        const object = await found.api.get(found.kind, nameOf(found));
        if (!object || object.metadata?.uid !== settings['uid'])
          throw refused(`the ${wordsFor(found)} that was changed is gone: nothing was taken back`);
        const mark = markOf(object.metadata, value.action);
        const ours = settings['mark'] ?? '';
        if (mark === undoneMark(ours)) return `${wordsFor(found)} had been given back already`;
        const { value: now } = await value.look(object, found, settings);
        const [former, set] = [settings['value'] ?? '', settings['set'] ?? ''];
        if (mark !== ours && now === former) return `${wordsFor(found)} is as it was: nothing had to be taken back`;
        if (mark !== ours || now !== set)
          throw refused(
            `somebody has changed ${wordsFor(found)} since: it has ${value.words(now, settings)}, which was left as it is`,
          );
        const { annotations } = marking(value.action, undoneMark(ours));
        await patchAsRead(found, object, { annotations, spec: value.specToRestore(settings) }, value.patch);
        return `${wordsFor(found)}: ${value.words(set, settings)} became ${value.words(former, settings)} again`;
      }),

    didHappen: (target, _before, { findObject }, settings = {}) =>
      observing(async () => {
        const found = findOneOf(target, value.kinds, findObject);
        const object = await found.api.get(found.kind, nameOf(found));
        if (object?.metadata?.uid !== settings['uid']) return 'unknown';
        const mark = markOf(object?.metadata, value.action);
        if (mark === settings['mark']) return 'no';
        return mark === undoneMark(settings['mark'] ?? '') ? 'yes' : 'unknown';
      }),
  };
}
