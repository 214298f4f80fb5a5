import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { follow } from '../demo/follow.ts';
import { openScene, workflowUrl } from '../demo/scene.ts';
import { incidentWorkflowId } from '../model/names.ts';
import { progress, serviceNamed } from './support/scene.ts';
import { root } from './support/sources/source-tree.ts';
import { TemporalUi } from './support/temporal/temporal-ui.ts';

/**
 * Takes the pictures of docs/operators.md anew, of a real incident in a real browser: `npm run pictures`. Whoever takes
 * them looks at them before they are committed.
 */
const folder = join(root, 'docs', 'pictures');
const patience = { withinMs: 120_000 };

await mkdir(folder, { recursive: true });
const settings = {
  people: ['alex', 'kim'].map((name) => ({ name, channels: ['console'] })),
  escalations: [
    {
      name: 'everything',
      levels: [
        { tell: [{ person: 'alex' }], wait: '5m' },
        { tell: [{ person: 'kim' }], wait: '10m' },
      ],
    },
  ],
};
const scene = await openScene({
  serviceNames: ['shop', 'billing'],
  approved: ['shop'],
  hold: '3s',
  settings,
  progress,
});
const ui = await TemporalUi.open(scene.folder);
const fileOf = (name: string): string => join(folder, `${name}.png`);
try {
  const [shop, billing] = [serviceNamed(scene, 'shop'), serviceNamed(scene, 'billing')];
  await shop.kill();
  const waiting = await follow(scene, shop, ({ approval }) => approval !== null, patience);
  const code = waiting?.approval?.code ?? '';
  await ui.resize(990);
  await ui.visit(workflowUrl(scene, incidentWorkflowId(shop.target)));
  await ui.currentDetails('awaiting-approval');
  await ui.picture(fileOf('incident-waits'));

  await ui.prepare('an Update', 'approve', 'true');
  await ui.press();
  await ui.pictureOfDialog(fileOf('refused'));
  await ui.cancel();

  await ui.prepare('an Update', 'approve', `{"code": "${code}", "by": "alex", "comment": "looks right"}`);
  await ui.pictureOfDialog(fileOf('approve'));
  await ui.submit();
  await follow(scene, shop, ({ status }) => status === 'resolved', patience);
  await ui.resize(1_500);
  await ui.visit(workflowUrl(scene, incidentWorkflowId(shop.target)));
  await ui.currentDetails('resolved');
  await ui.pictureOfDetails(fileOf('resolved'));
  await ui.resize(860);
  await ui.history();
  await ui.picture(fileOf('timeline'));

  await billing.loseProgram();
  await billing.kill();
  await follow(scene, billing, ({ status }) => status === 'escalated', patience);
  await ui.resize(1_500);
  await ui.visit(workflowUrl(scene, incidentWorkflowId(billing.target)));
  await ui.currentDetails('escalated');
  await ui.pictureOfDetails(fileOf('escalated'));
  await ui.prepare('an Update', 'acknowledge', '{"by": "alex", "for": "30m"}');
  await ui.pictureOfDialog(fileOf('acknowledge'));
  await ui.submit();
} finally {
  await ui[Symbol.asyncDispose]();
  await scene.close();
}
