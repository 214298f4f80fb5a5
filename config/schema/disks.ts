import { z } from 'zod';
import { Duration, Matcher, Name } from './fields.ts';

/** Letters that neither sudo, a shell nor a pattern reads as anything else; what the program on the host accepts too. */
const plainWord = /^[A-Za-z0-9._@+-]+$/;

const Path = z
  .string()
  .max(1_000)
  .refine(isPlainPath, 'write an absolute path of letters, digits and . _ @ + - only, without . or .. as a part');

const Age = Duration('1m', '3650d');

const bytesPer = { KB: 1e3, MB: 1e6, GB: 1e9, TB: 1e12 } as const;
const sizeWanted = 'write a size as a number and a unit, such as 500MB or 2GB';
const Size = z
  .string({ error: ({ input }) => (input === undefined ? undefined : sizeWanted) })
  .regex(/^\d{1,6}(?:\.\d{1,3})?(?:KB|MB|GB|TB)$/, sizeWanted)
  .transform((text) => Math.round(Number(text.slice(0, -2)) * bytesPer[text.slice(-2) as keyof typeof bytesPer]))
  .refine((bytes) => bytes >= 2 ** 20, 'must be at least 1.1MB')
  .meta({ description: 'A number and a unit: KB, MB, GB or TB, thousands of each other.' });

const Area = z.union(
  [
    z.strictObject({
      name: Name,
      temporary: Path.meta({ description: 'A folder of temporary files.' }),
      olderThan: Age.prefault('7d').meta({
        description: 'Files go that nobody has written, read or changed for so long.',
      }),
    }),
    z.strictObject({
      name: Name,
      packages: z.enum(['apt', 'dnf']).meta({ description: 'Whose fetched packages go.' }),
    }),
    z.strictObject({ name: Name, journal: Size.meta({ description: 'What stays of the journal, such as 500MB.' }) }),
    z.strictObject({
      name: Name,
      logrotate: Path.meta({ description: 'A configuration of logrotate that only root may write.' }),
      state: Path.optional().meta({ description: 'Where logrotate remembers what it did, if not in its usual place.' }),
    }),
    z.strictObject({
      name: Name,
      images: z.enum(['docker', 'podman']).meta({ description: 'Whose images without a container go.' }),
    }),
    z.strictObject({
      name: Name,
      backups: Path.meta({ description: 'A folder of backups; they go only with an approval.' }),
      keepAtLeast: z.int().min(1).max(10_000).meta({ description: 'How many of the newest good ones stay.' }),
      olderThan: Age.meta({ description: 'How old those are that go.' }),
      suffix: z
        .string()
        .max(100)
        .regex(plainWord, 'write the end of file names, such as .tar.gz')
        .optional()
        .meta({ description: 'The end of the names of backups; other files are none.' }),
    }),
  ],
  'say what to clean: temporary, packages, journal, logrotate, images, or backups with keepAtLeast and olderThan',
);

/** A file system of a host, and what may be cleaned on it. */
export const Disk = z
  .strictObject({
    path: Path.meta({ description: 'Where it is mounted.' }),
    match: Matcher,
    goal: z
      .int()
      .min(10)
      .max(99)
      .default(80)
      .meta({ description: 'Cleaning ends below this share in use, in percent.' }),
    clean: z.array(Area).min(1).max(20).meta({ description: 'What may be cleaned; nothing else ever is.' }),
  })
  .superRefine(({ clean }, ctx) => {
    const names = clean.map(({ name }) => name);
    const second = names.findIndex((name, index) => names.indexOf(name) < index);
    if (second >= 0)
      ctx.addIssue({
        code: 'custom',
        path: ['clean', second, 'name'],
        message: `${names[second]} is described twice`,
        input: clean,
      });
  });

function isPlainPath(path: string): boolean {
  if (path === '/') return true;
  const parts = path.split('/').slice(1);
  return path.startsWith('/') && parts.every((part) => plainWord.test(part) && part !== '.' && part !== '..');
}
