import { fileURLToPath } from 'node:url';

/** The suffix of this very file: `.ts` from source, `.js` once built. */
const suffix = import.meta.url.endsWith('.ts') ? 'ts' : 'js';

const path = (file: string): string => fileURLToPath(new URL(`../workflows/${file}.${suffix}`, import.meta.url));

const workflowsPath = path('index');
const workflowInterceptorModules = [path('unreadable-messages')];

/**
 * What the workflows' code is bundled from: their entry, and what stands between them and the server.
 *
 * @param entry the file that exports the workflows: the real one unless given.
 */
export function bundleOptions(entry: string = workflowsPath) {
  return {
    workflowsPath: entry,
    workflowInterceptorModules,
    // Loaded once for all workflows of a worker, rather than once for each: nothing at the top of a module may keep state.
    preloadModules: [entry, ...workflowInterceptorModules],
  };
}
