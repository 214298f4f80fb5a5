import type { LabelMatcher } from '../alert/matcher.ts';
import type { ActionName } from '../names.ts';
import type { Target } from '../target.ts';
import { canonicalPath } from '../target.ts';

/** Files below a folder that nobody has used for a while. */
interface TemporaryFiles {
  readonly kind: 'temporary';
  readonly root: string;
  /** Since the latest of a file's times. */
  readonly olderThanMinutes: number;
}

/** Logs that logrotate rotates, by a configuration of its own. */
interface RotatedLogs {
  readonly kind: 'logs';
  readonly configFile: string;
  /** Where logrotate remembers what it did; null for its own place. */
  readonly stateFile: string | null;
}

/** Packages that a package manager has fetched and installed. */
interface PackageCache {
  readonly kind: 'packages';
  readonly manager: 'apt' | 'dnf';
}

/** The journal of systemd. */
interface Journal {
  readonly kind: 'journal';
  /** How much of it stays. */
  readonly keepBytes: number;
}

/** Images that no container was made from. */
interface UnusedImages {
  readonly kind: 'images';
  readonly engine: 'docker' | 'podman';
}

/** Backups beyond a count and an age; both have to be exceeded. */
interface OldBackups {
  readonly kind: 'backups';
  readonly root: string;
  /** Good backups that stay whatever their age; at least 1. */
  readonly keepAtLeast: number;
  readonly olderThanMinutes: number;
  /** Only files whose names end so; null for every file of the folder. */
  readonly suffix: string | null;
}

/** What may be cleaned, and how much of it has to stay. */
export type CleaningRule = TemporaryFiles | PackageCache | Journal | RotatedLogs | UnusedImages | OldBackups;
export type CleaningKind = CleaningRule['kind'];

/** A part of a disk that may be cleaned by one rule. */
export interface CleaningArea {
  readonly name: string;
  readonly rule: CleaningRule;
}

/** A file system of a host as operators describe it; only described areas are ever cleaned. */
export interface DiskDefinition {
  readonly host: string;
  /** Where it is mounted. */
  readonly path: string;
  readonly match: LabelMatcher;
  /** Cleaning ends below this share of bytes, and of inodes, in percent. */
  readonly goalPercent: number;
  readonly areas: readonly CleaningArea[];
}

/** The action that cleans each kind, in the order in which they are tried: what hurts least comes first. */
export const cleaningActions = {
  temporary: 'delete-temporary-files',
  packages: 'clear-package-cache',
  journal: 'vacuum-journal',
  logs: 'rotate-logs',
  images: 'remove-unused-images',
  backups: 'delete-old-backups',
} as const satisfies Readonly<Record<CleaningKind, ActionName>>;

/** The target of a configured disk. */
export function diskTarget({ host, path }: Pick<DiskDefinition, 'host' | 'path'>): Target {
  return canonicalPath('host', host, 'disk', path);
}

/** The target of an area of a configured disk. */
export function areaTarget({ host, path }: Pick<DiskDefinition, 'host' | 'path'>, { name }: CleaningArea): Target {
  return canonicalPath('host', host, 'disk', path, 'area', name);
}
