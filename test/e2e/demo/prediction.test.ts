import { expect, it } from 'vitest';
import { playedDemo } from '../../support/played-demo.ts';

it('plays a disk that is foreseen to be full, from what Prometheus remembers, with its picture, until that has receded', async () => {
  const printed = await playedDemo('predict');

  expect(printed).toMatch(/DiskFullPredicted: disk \/srv\/data on web-1 is below 2\.0 MB in \d+ h .*%\)/);
  expect(printed).toMatch(/picture: http:\S+\/evidence\/forecast-\w+\.svg/);
  expect(printed).toMatch(/^Expected below 2 MB on .* likely$/m);
  expect(printed).toContain('┆ last value');
  expect(printed).toMatch(/\| http:.*\/workflows\/prediction%3Adisks/);
  expect(printed).toContain('approve by the demo (unverified), 1 of 1 approvals');
  expect(printed).toContain('no longer expected: the forecasts have receded');
  expect(printed).toContain('foreseen hours before at the right time, cleaned after the approval');
});
