import type { ActionName } from '../../model/names.ts';
import type { ActionDefinition } from '../contracts/action-definition.ts';
import { restartService } from './restart-service.ts';

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionDefinition>> = {
  'restart-service': restartService,
};
