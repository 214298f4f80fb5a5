import type { ActionName } from '../../model/names.ts';
import type { ActionRunner } from '../contracts/action-runner.ts';
import { restartService } from './restart-service.ts';

/** Every action, by the name of its file. */
export const actions: Readonly<Record<ActionName, ActionRunner>> = {
  'restart-service': restartService,
};
