import { debianProgram } from '../obtaining/debian-program.ts';

/** The real journal of systemd: what writes it, and journalctl. */
export const journald = debianProgram({
  name: 'systemd',
  executable: 'usr/bin/journalctl',
  variable: 'NIGHTSHIFT_JOURNALCTL',
});
