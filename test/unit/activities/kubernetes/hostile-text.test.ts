import { describe, expect, it } from 'vitest';
import { lastWordsOf } from '../../../../activities/kubernetes/workloads/last-words.ts';
import { quotaOfRefusal } from '../../../../model/kubernetes/capacity/quota.ts';
import { deploymentOfPod } from '../../../../model/kubernetes/targets/pod-name.ts';
import { obstaclesOf } from '../../../../model/kubernetes/workloads/not-scheduled.ts';
import { obstacleOf } from '../../../../model/kubernetes/workloads/waiting-reasons.ts';
import { maskedLine } from '../../../../model/text/masked-line.ts';

const length = 1_000_000;
/** Ten times what the slowest takes on a busy machine; a time that grows with the square of the length is minutes. */
const longestMs = 15_000;

/** What lines, messages and names are read for: each is the beginning of something that is looked for. */
const units = [
  'a',
  ' ',
  '\n',
  '-',
  'a-bbbbbb-',
  'error ',
  'Caused by: ',
  '\tat a.b(c)\n',
  'Traceback (most recent call last):\n',
  'exit code 1, ',
  'forbidden: ',
  '0/1 nodes are available: ',
  '1 insufficient, ',
  'repository ',
  "couldn't find key a in ",
  'secret "a',
  'password',
  'password="\\"',
  'eyJaaaaaaaa.',
  '-----BEGIN PRIVATE KEY-----',
  'a://b:',
  '\u001b[0',
];

const readers: readonly (readonly [name: string, read: (text: string) => unknown])[] = [
  ['the end of a log', lastWordsOf],
  ['what a controller says of a quota', quotaOfRefusal],
  ['what the scheduler says of a pod', obstaclesOf],
  ['what the kubelet says of an image', (text) => obstacleOf('ErrImagePull', text)],
  ['what the kubelet says of a configuration', (text) => obstacleOf('CreateContainerConfigError', text)],
  ['the name of a pod', deploymentOfPod],
  ['what an API server answers', (text) => maskedLine(text, 300)],
];

describe('reading a megabyte that somebody made up', () => {
  it.each(readers)(
    'takes no time that grows faster than the text: %s',
    (_, read) => {
      const took = units.map((unit) => {
        const text = unit.repeat(Math.ceil(length / unit.length));
        const began = performance.now();
        read(text);
        return { unit, ms: performance.now() - began };
      });

      expect(took.filter(({ ms }) => ms > longestMs)).toEqual([]);
    },
    120_000,
  );
});
