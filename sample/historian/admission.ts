import { readFileSync } from 'node:fs';
import { Reply } from 'zeromq';

const Z85 = '0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ.-:+=^!/*?&<>()[]{}@%$#';

/** Who may come in: the ZAP handler, which is there before any socket is bound. */
export async function admit(file: string, domain: string): Promise<Reply> {
  const allowed = new Set(readFileSync(file, 'utf8').split(/\s+/).filter(Boolean));
  const zap = new Reply({ linger: 0 });
  await zap.bind('inproc://zeromq.zap.01');
  const decide = async (): Promise<void> => {
    for await (const [, id, asked, , , mechanism, credential] of zap) {
      const key = String(mechanism) === 'CURVE' && credential?.length === 32 ? z85(credential) : '';
      const known = String(asked) === domain && allowed.has(key);
      await zap.send(['1.0', id ?? '', known ? '200' : '400', known ? 'OK' : 'denied', known ? key : '', '']);
    }
  };
  decide().catch((error) => {
    console.error('nobody is admitted any more', error);
    zap.close();
  });
  return zap;
}

function z85(key: Buffer): string {
  let text = '';
  for (let at = 0; at < key.length; at += 4)
    for (let power = 85 ** 4; power >= 1; power /= 85) text += Z85[Math.floor(key.readUInt32BE(at) / power) % 85];
  return text;
}
