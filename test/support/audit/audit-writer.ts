import { writeSync } from 'node:fs';
import { openAuditLog } from '../../../clients/audit/audit-log.ts';
import { anIntent } from '../builders.ts';

/** Writes to the audit log that its argument names until it is killed, several records at once, and says which are kept. */
const [file = ''] = process.argv.slice(2);
const audit = await openAuditLog(file);

async function writeForever(writer: number): Promise<never> {
  for (let count = 0; ; count++) {
    const key = `${writer}-${count}`;
    await audit.write(anIntent({ key }));
    writeSync(1, `${key}\n`);
  }
}

await Promise.all([writeForever(0), writeForever(1), writeForever(2)]);
