import { findInstallation } from '../obtaining/find.ts';
import { goBuildInModule } from '../obtaining/go.ts';
import type { Recipe, Way } from '../obtaining/obtain.ts';
import { obtainInto } from '../obtaining/obtain.ts';
import type { Program } from '../provider.ts';

/** The commands of Kubernetes that a control plane needs; they share most of their code, and so one build. */
const commands = ['kube-apiserver', 'kube-controller-manager', 'kube-scheduler'] as const;

type KubernetesCommand = (typeof commands)[number];

const [major, minor, patch] = [1, 34, 4];
const version = `${major}.${minor}.${patch}`;

// Kubernetes takes these from folders of its own repository, which nobody else has: their releases stand in for them.
const staged = [
  'api',
  'apiextensions-apiserver',
  'apimachinery',
  'apiserver',
  'cli-runtime',
  'client-go',
  'cloud-provider',
  'cluster-bootstrap',
  'code-generator',
  'component-base',
  'component-helpers',
  'controller-manager',
  'cri-api',
  'cri-client',
  'csi-translation-lib',
  'dynamic-resource-allocation',
  'endpointslice',
  'externaljwt',
  'kms',
  'kube-aggregator',
  'kube-controller-manager',
  'kube-proxy',
  'kube-scheduler',
  'kubectl',
  'kubelet',
  'metrics',
  'mount-utils',
  'pod-security-admission',
  'sample-apiserver',
  'sample-cli-plugin',
  'sample-controller',
];

const goMod = `module control-plane

go 1.24.0

tool (
${commands.map((command) => `\tk8s.io/kubernetes/cmd/${command}\n`).join('')})

require k8s.io/kubernetes v${version}

replace (
${staged.map((module) => `\tk8s.io/${module} => k8s.io/${module} v0.${minor}.${patch}\n`).join('')})
`;

const versionPackage = 'k8s.io/component-base/version';

// Without them a server says that it is v0.0.0, and clients that ask believe it.
const variables = {
  [`${versionPackage}.gitVersion`]: `v${version}`,
  [`${versionPackage}.gitMajor`]: `${major}`,
  [`${versionPackage}.gitMinor`]: `${minor}`,
};

const withGo: Way = {
  name: 'build the API server, the controller manager and the scheduler with Go, which takes some minutes the first time',
  into: (folder, { env }) => {
    const packages = Object.fromEntries(commands.map((command) => [command, `k8s.io/kubernetes/cmd/${command}`]));
    return goBuildInModule(goMod, packages, folder, variables, env);
  },
};

/** One command of the Kubernetes control plane. */
export function kubernetesProgram(command: KubernetesCommand): Program {
  const variable = `NIGHTSHIFT_${command.toUpperCase().replaceAll('-', '_')}`;
  const recipe: Recipe = {
    entry: { component: 'kubernetes', version, recipe: 1, executable: command },
    ways: [withGo],
    advice: `Install Go, or ${command} ${major}.${minor} (https://dl.k8s.io), or set ${variable} to its path.`,
  };
  return {
    name: command,
    find: (env) => findInstallation(env, { executableVariable: variable, commands: [command], cached: recipe.entry }),
    obtain: (context) => obtainInto(recipe, context),
  };
}
