import { debianProgram } from '../obtaining/debian-program.ts';

/** The real openssl. */
export const openssl = debianProgram({
  name: 'openssl',
  executable: 'usr/bin/openssl',
  variable: 'NIGHTSHIFT_OPENSSL',
});
