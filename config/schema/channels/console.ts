import { z } from 'zod';
import { common } from './common.ts';

/** The worker's own log. */
export const Console = z.strictObject({ type: z.literal('console'), ...common(null) });
