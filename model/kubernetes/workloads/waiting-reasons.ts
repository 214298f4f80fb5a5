/** Why a container cannot begin, as far as its kubelet says; each of these stays until somebody corrects something. */
type StartObstacle =
  | 'image-name-missing'
  | 'image-name-invalid'
  | 'image-forbidden'
  | 'registry-away'
  | 'image-unknown'
  | 'config-missing'
  | 'config-wrong';

/** What is said of an obstacle, and what it is about where the kubelet names it. */
interface ObstacleInWords {
  readonly obstacle: StartObstacle;
  readonly words: string;
}

const imageReasons = new Set(['ErrImagePull', 'ImagePullBackOff', 'RegistryUnavailable', 'ImageInspectError']);

/** The first that matches counts; kubelets pass on what the registry and the runtime have said. */
const imageSigns: readonly (readonly [pattern: RegExp, obstacle: StartObstacle, words: string])[] = [
  [
    /unauthorized|authentication required|no basic auth credentials|401|403 forbidden|denied: |access (?:is )?denied|insufficient_scope/i,
    'image-forbidden',
    'the registry refuses the image: the pull secret is missing or wrong, or the repository does not exist for this account',
  ],
  [
    /manifest unknown|not found|does not exist|no such image|name unknown|repository .{0,200} not found|404/i,
    'image-name-missing',
    'the registry does not know this image: its name or its tag is wrong, or it was deleted',
  ],
  [
    /i\/o timeout|timeout|timed out|connection refused|connection reset|no route to host|no such host|temporary failure|server misbehaving|tls|x509|unavailable|toomanyrequests|too many requests|50[0234]|EOF/i,
    'registry-away',
    'the registry does not answer, or asks for patience',
  ],
];

/** What a container waits for that will not come by itself; null for any other reason to wait. */
export function obstacleOf(reason: string, message: string | null): ObstacleInWords | null {
  const said = (message ?? '').slice(0, 2_000);
  if (reason === 'InvalidImageName')
    return { obstacle: 'image-name-invalid', words: 'the name of the image is not one that a registry could know' };
  if (reason === 'ErrImageNeverPull')
    return {
      obstacle: 'image-name-missing',
      words: 'the image is not on the node, and the pod says that it must not be fetched',
    };
  if (imageReasons.has(reason)) return imageObstacle(said);
  if (reason === 'CreateContainerConfigError') return configObstacle(said);
  if (reason === 'CreateContainerError' || reason === 'RunContainerError')
    return { obstacle: 'config-wrong', words: 'the runtime cannot make the container as it is described' };
  return null;
}

/** The image that a kubelet speaks of; null where it names none. */
export function imageIn(message: string | null): string | null {
  return /\bimage "([^"\s]{1,300})"/.exec(message ?? '')?.[1] ?? null;
}

function imageObstacle(said: string): ObstacleInWords {
  const [, obstacle, words] = imageSigns.find(([pattern]) => pattern.test(said)) ?? [];
  return obstacle && words
    ? { obstacle, words }
    : { obstacle: 'image-unknown', words: 'the image cannot be fetched, and the kubelet does not say why' };
}

/** What a container refers to and does not find. */
function configObstacle(said: string): ObstacleInWords {
  const key = /couldn't find key (\S{1,253}) in (ConfigMap|Secret) (\S{1,320})/i.exec(said);
  if (key) return missing(`the key ${key[1]} in the ${key[2]} ${nameIn(key[3])}`);
  const object = /\b(configmap|secret) "([^"]{1,253})" not found/i.exec(said);
  if (object) return missing(`the ${object[1]?.toLowerCase() === 'secret' ? 'Secret' : 'ConfigMap'} ${object[2]}`);
  return { obstacle: 'config-wrong', words: 'the container cannot be made as it is described' };
}

function missing(what: string): ObstacleInWords {
  return { obstacle: 'config-missing', words: `${what} is missing` };
}

/** Kubelets write `namespace/name`, at times with a full stop behind. */
function nameIn(path: string | undefined): string {
  return (
    (path ?? '')
      .split('/')
      .at(-1)
      ?.replace(/[.,;]$/, '') ?? ''
  );
}
