import type { ReviewingDependencies } from '../../activities/reviewing/reviewing.ts';
import { createShownFiles } from '../../clients/evidence/shown-files.ts';
import type { Config } from '../../config/config.ts';
import { evidenceAddress } from './address.ts';

/** Keeps post-incident reports among the evidence, and answers by what people find them: an address, else a name. */
export function reviewKeeper({ evidence, worker }: Config): ReviewingDependencies['keepReview'] {
  const files = createShownFiles('review', evidence.folder, evidence.keepMs);
  return async (html) => evidenceAddress(worker.publicUrl, await files.keep(html));
}
