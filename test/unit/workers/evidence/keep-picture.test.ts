import { expect, it } from 'vitest';
import { createShownFiles } from '../../../../clients/evidence/shown-files.ts';
import { pictureKeeper } from '../../../../workers/evidence/keep-picture.ts';
import { aCrossing, aForecast, aSeries } from '../../../support/forecast/builders.ts';
import { aScratchFolder } from '../../../support/scratch.ts';

const pictured = {
  series: aSeries(),
  forecast: aForecast(),
  limit: { direction: 'above', value: 90 },
  crossing: aCrossing(),
  title: 'Disk /data on db-3',
} as const;

it.each([
  [null, /^forecast-[0-9a-f]{32}\.svg$/],
  ['https://nightshift.example.com/', /^https:\/\/nightshift\.example\.com\/evidence\/forecast-[0-9a-f]{32}\.svg$/],
])('keeps a picture, and says where it is found when the worker is reached at %s', async (publicUrl, address) => {
  const pictures = createShownFiles('forecast', await aScratchFolder(), 3_600_000);

  const found = await pictureKeeper(pictures, publicUrl)(pictured);

  expect(found).toMatch(address);
  expect(await pictures.read(found.split('/').at(-1) ?? '')).toContain('Disk /data on db-3');
});
