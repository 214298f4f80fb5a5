import { debianProgram } from '../obtaining/debian-program.ts';

/** The real logrotate. */
export const logrotate = debianProgram({
  name: 'logrotate',
  executable: 'usr/sbin/logrotate',
  variable: 'NIGHTSHIFT_LOGROTATE',
});
