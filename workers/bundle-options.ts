import { fileURLToPath } from 'node:url';

/** The suffix of this very file: `.ts` from source, `.js` once built. */
const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

/** What the workflows' code is bundled from: their entry, and what stands between them and the server. */
export const bundleOptions = {
  workflowsPath: fileURLToPath(new URL(`../workflows/index.${suffix}`, import.meta.url)),
  workflowInterceptorModules: [fileURLToPath(new URL(`../workflows/unreadable-messages.${suffix}`, import.meta.url))],
};
