import { debianProgram } from '../obtaining/debian-program.ts';

/** The real journal of systemd: what writes it, what reads it, and what puts lines into it. */
export const journald = debianProgram({
  name: 'journald',
  packageName: 'systemd',
  executable: 'usr/bin/systemd-cat',
  variable: 'NIGHTSHIFT_SYSTEMD_CAT',
});
