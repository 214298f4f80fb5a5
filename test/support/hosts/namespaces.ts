import { readdirSync, readlinkSync } from 'node:fs';

/** The name of the mount namespace that a process of this machine is in. */
export function mountNamespaceOf(pid: number): string {
  return readlinkSync(`/proc/${pid}/ns/mnt`);
}

/** Every process of this machine in a mount namespace, which is gone with its mounts as soon as there is none. */
export function processesIn(mountNamespace: string): readonly number[] {
  const pids = readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => {
    try {
      return mountNamespaceOf(pid) === mountNamespace;
    } catch {
      return false;
    }
  });
}
