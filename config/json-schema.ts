import { z } from 'zod';
import { ConfigFile } from './schema/config-file.ts';

/** The JSON Schema of `nightshift.yaml` as people write it: times are text, and everything may be left out. */
export function configJsonSchema(): object {
  return z.toJSONSchema(ConfigFile, { io: 'input', target: 'draft-2020-12', unrepresentable: 'any' });
}
