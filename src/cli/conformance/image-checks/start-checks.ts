import { GUIDE, inspected } from './image-subject';
import { fail, pass } from '../check';

const SHELLS = ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'];
/** Programs that only start another; SageMaker starts the container with one of its own or needs none. */
const INITS = ['tini', 'docker-init'];

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A shell with `-c` is what the shell form of ENTRYPOINT becomes: it drops the argument `train` or `serve`, and signals too. */
function entrypointProblem([first, second = '']: readonly string[]): string | undefined {
  if (INITS.includes(baseName(first))) return `starts ${first}`;
  if (first === '/bin/sh' || (SHELLS.includes(baseName(first)) && /^-\w*c$/.test(second))) return `starts a shell, ${first}`;
  return undefined;
}

export const ENTRYPOINT = inspected({
  number: 3,
  name: 'the entry point is of the exec form, without a shell or an init in front',
  source: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
}, ({ entrypoint }) => {
  if (entrypoint.length === 0) return pass('the image has no entry point');
  const shown = `ENTRYPOINT is ${JSON.stringify(entrypoint)}`;
  const problem = entrypointProblem(entrypoint);
  return problem === undefined ? pass(shown)
    : fail('use ENTRYPOINT ["/path/of/the/program"], so that "train", "serve" and signals reach it', shown, `it ${problem}`);
});

export const USER = inspected({
  number: 5,
  name: 'the container runs as root',
  source: `${GUIDE}/your-algorithms-inference-code.html`,
}, ({ user }) => {
  const [name, group = ''] = user.split(':');
  const isRoot = ['', 'root', '0'].includes(name) && ['', 'root', '0'].includes(group);
  return isRoot ? pass(user === '' ? 'no user is set' : `the user is ${user}`)
    : fail('remove USER from the Dockerfile: the service mounts its folders for root', `the user is ${JSON.stringify(user)}`);
});
