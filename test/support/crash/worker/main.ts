import { actions } from '../../../../activities/actions/index.ts';
import { untilAskedToStop } from '../../../../cli/context.ts';
import { workerMain } from '../../../../workers/main.ts';
import { switchActions } from './actions.ts';
import { reportPoints } from './points.ts';

/** A worker as `nightshift worker` starts it, with actions that exist in tests only, and with points to crash at. */
const [configFile, codePath = '', control = ''] = process.argv.slice(2);
Object.assign(actions, switchActions(control));
await workerMain(configFile, process.env, untilAskedToStop(), {
  workflowBundle: { codePath },
  activityInterceptors: [reportPoints(control)],
});
process.exit(0);
