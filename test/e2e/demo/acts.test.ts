import { expect, it } from 'vitest';
import { playedDemo } from '../../support/played-demo.ts';

it('plays every act to its good end, with nothing mocked and nobody at the terminal', async () => {
  const printed = await playedDemo();

  expect(printed).toContain('repaired with one restart, verified, and the alert has cleared');
  expect(printed).toContain('escalated with the log at hand');
  expect(printed).toContain('cannot start: the program file is missing');
  expect(printed).toMatch(/\| http:.*\/workflows\/incident%3A.*payments\n/);
  expect(printed).toMatch(/\| \{"code": "[0-9a-f]{8}", "by": "your name"\}\n/);
  expect(printed).toContain('wrong code          not counted: this code belongs to another plan, step or run');
  expect(printed).toContain('approve by the demo (unverified), 1 of 1 approvals');
  expect(printed).toContain('nothing was done before the approval, and one restart after it');
  expect(printed).toContain('frozen: nothing was done, and people were told why');
  expect(printed).not.toContain('correct-horse');
});
