import { debianProgram } from '../obtaining/debian-program.ts';

/** The real sudo. It has an effect only in a host where it is installed: its setuid bit and its rules are of that host. */
export const sudo = debianProgram({ name: 'sudo', executable: 'usr/bin/sudo', variable: 'NIGHTSHIFT_SUDO' });
