import type { DemoService } from '../demo-service.ts';
import { follow } from '../follow.ts';
import { nightshiftCommand } from '../operator.ts';
import type { Scene } from '../scene.ts';
import { tellEntry, tellMoment, tellQuote, tellVerdict } from '../screen.ts';
import { killOnStage } from './kill.ts';

/** A service dies while the kill switch holds for it: nothing is done, and people are told why. */
export async function actOfFreeze(scene: Scene, service: DemoService): Promise<boolean> {
  const freeze = nightshiftCommand(scene, 'freeze', '--target', service.target, '--reason', 'somebody works on it');
  tellQuote('an operator types:', [freeze.line, await freeze.run()]);

  const startedAt = await killOnStage(scene, service);
  const record = await follow(scene, service, ({ outcome }) => outcome !== null, {
    tell: (entry) => tellEntry(startedAt, entry),
  });
  const good = record?.outcome?.reason === 'frozen' && (await service.restarts()) === 0;
  tellMoment(startedAt, 'unfreeze', await nightshiftCommand(scene, 'unfreeze', '--all').run());
  return tellVerdict(
    good,
    good ? 'frozen: nothing was done, and people were told why' : 'the kill switch did not hold',
  );
}
