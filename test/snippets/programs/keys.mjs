// Keys of a server, of a member (whom it lets in) and of a stranger, made by the snippet, each in a folder of its own.
import { copyFile, mkdir, readFile, stat, writeFile } from 'node:fs/promises';
import { generateKeys } from './modules/zmq-key-generation.mjs';

const mode = async (path) => ((await stat(path)).mode & 0o777).toString(8);

process.umask(0o022);
await generateKeys('server', 'server/keys');
for (const who of ['member', 'stranger']) {
  await generateKeys('client', `${who}/keys`);
  await copyFile('server/keys/server.public', `${who}/keys/server.public`);
}
await writeFile('server/keys/allowed-clients', await readFile('member/keys/client.public'));
await mkdir('nobody');

const secret = await readFile('server/keys/server.secret', 'utf8');
const again = await generateKeys('server', 'server/keys').catch((error) => error.code);
console.log(
  JSON.stringify({
    folder: await mode('server/keys'),
    secret: await mode('server/keys/server.secret'),
    public: await mode('server/keys/server.public'),
    again,
    kept: secret === (await readFile('server/keys/server.secret', 'utf8')),
  }),
);
