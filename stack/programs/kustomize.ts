import { findInstallation } from '../obtaining/find.ts';
import { goInstall } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Program } from '../provider.ts';

const version = '5.8.2';

const withGo: Way = {
  name: 'build it with Go',
  into: (folder, { env }) => goInstall(`sigs.k8s.io/kustomize/kustomize/v5@v${version}`, folder, env),
};

const recipe: Recipe = {
  entry: { component: 'kustomize', version, recipe: 1, executable: 'kustomize' },
  ways: [withGo],
  advice:
    'Install kustomize (https://kubectl.docs.kubernetes.io/installation/kustomize) or Go, ' +
    'or set NIGHTSHIFT_KUSTOMIZE to its path.',
};

/** What makes the manifests of a deployment from their parts. */
export const kustomize: Program = {
  name: 'kustomize',
  find: (env) =>
    findInstallation(env, {
      executableVariable: 'NIGHTSHIFT_KUSTOMIZE',
      commands: ['kustomize'],
      cached: recipe.entry,
    }),
  obtain: (context) => obtainInto(recipe, context),
};
