import type { ShownFiles } from '../../clients/evidence/shown-files.ts';
import { forecastPicture } from '../../forecasting/picture/forecast-picture.ts';
import type { Pictured } from '../../forecasting/picture/view.ts';
import { evidenceAddress } from './address.ts';

/**
 * Draws forecasts and keeps the pictures among the evidence.
 *
 * @param publicUrl where people reach the worker; null where they do not.
 * @returns what answers by what people find the picture: its address, else its name. It fails as the store does.
 */
export function pictureKeeper(pictures: ShownFiles, publicUrl: string | null): (pictured: Pictured) => Promise<string> {
  return async (pictured) => evidenceAddress(publicUrl, await pictures.keep(forecastPicture(pictured)));
}
