// Debian's packages, where nobody has to be asked for them. Node's own modules only.
import { isOnPath, run } from './run.mjs';

/** Installs packages when this may be done without a question. @returns whether apt-get was there to try */
export function aptInstall(...packages) {
  const apt = aptGet();
  if (!apt) return false;
  console.error(`installing ${packages.join(' and ')} (apt-get) …`);
  const options = {
    stdio: ['ignore', 'ignore', 'inherit'],
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  };
  const [command, ...args] = apt;
  run(command, [...args, 'update', '-q'], options);
  run(command, [...args, 'install', '-q', '-y', '--no-install-recommends', ...packages], options);
  return true;
}

/** apt-get as root, or through a sudo that needs no password. */
function aptGet() {
  if (process.platform !== 'linux' || !isOnPath('apt-get')) return undefined;
  if (process.getuid() === 0) return ['apt-get'];
  const mayInstall = isOnPath('sudo') && run('sudo', ['-n', 'true'], { stdio: 'ignore' });
  return mayInstall ? ['sudo', '-n', 'apt-get'] : undefined;
}
