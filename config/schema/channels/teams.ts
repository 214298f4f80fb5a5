import { z } from 'zod';
import { Secret } from '../fields.ts';
import { common } from './common.ts';

/** A workflow of Microsoft Teams. */
export const Teams = z.strictObject({
  type: z.literal('teams'),
  ...common(20),
  url: Secret.meta({ description: 'The address of its workflow "When a Teams webhook request is received".' }),
});
