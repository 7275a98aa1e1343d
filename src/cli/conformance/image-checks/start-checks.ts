import { GUIDE, inspected, type ProbedImage } from './image-subject';
import type { ContainerCommand } from '../../../contract/program';
import { explainEnd } from '../../simulator/exit-code';
import { fail, pass, skip, type Check } from '../check';
import { didNotStart, type StartOutcome } from '../targets/start-probe';

const SHELLS = ['sh', 'bash', 'dash', 'ash', 'zsh', 'ksh'];
/** Programs that only start another; SageMaker starts the container with one of its own or needs none. */
const INITS = ['tini', 'docker-init'];

const EXEC_FORM = 'use ENTRYPOINT ["/path/of/the/program"], so that "train", "serve" and signals reach it';

const baseName = (path: string): string => path.slice(path.lastIndexOf('/') + 1);

/** A shell with `-c` is what the shell form of ENTRYPOINT becomes: it drops the argument `train` or `serve`, and signals too. */
const isShellForm = ([first = '', second = '']: readonly string[]): boolean => SHELLS.includes(baseName(first)) && /^-\w*c$/.test(second);

function entrypointProblem(entrypoint: readonly string[]): string | undefined {
  const [first] = entrypoint;
  if (INITS.includes(baseName(first))) return `starts ${first}`;
  if (first === '/bin/sh' || isShellForm(entrypoint)) return `starts a shell, ${first}`;
  return undefined;
}

const shown = (entrypoint: readonly string[]): string =>
  (entrypoint.length === 0 ? 'the image has no entry point' : `ENTRYPOINT is ${JSON.stringify(entrypoint)}`);

export const ENTRYPOINT = inspected({
  number: 3,
  name: 'the entry point is of the exec form, without a shell or an init in front',
  source: `${GUIDE}/your-algorithms-training-algo-dockerfile.html`,
}, ({ entrypoint }) => {
  if (entrypoint.length === 0) return pass(shown(entrypoint));
  const problem = entrypointProblem(entrypoint);
  return problem === undefined ? pass(shown(entrypoint)) : fail(EXEC_FORM, shown(entrypoint), `it ${problem}`);
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

/** It is given nothing to work on, so any end of its own is well. */
const howItWent = ({ ended }: StartOutcome): string => (ended === undefined ? 'it runs' : `it started; ${explainEnd(ended)}`);

/** Whether the image answers to the word that the service starts it with. */
function starts(number: number, command: ContainerCommand, page: string): Check<ProbedImage> {
  return inspected<ProbedImage>({
    number,
    name: `"docker run IMAGE ${command}" starts a program that gets the word "${command}"`,
    source: `${GUIDE}/${page}.html`,
  }, async ({ entrypoint }, subject) => {
    if (!subject.commands.includes(command)) return skip(`another image answers to "${command}"`);
    if (isShellForm(entrypoint)) return fail(EXEC_FORM, shown(entrypoint), `the shell drops the word "${command}"`);
    const outcome = await subject.start(command);
    if (outcome.ended === undefined || !didNotStart(outcome.ended)) return pass(shown(entrypoint), howItWent(outcome));
    const fix = entrypoint.length === 0 ? `put an executable file called ${command} into a folder of PATH` : EXEC_FORM;
    return fail(fix, shown(entrypoint), explainEnd(outcome.ended), ...outcome.lastLines);
  });
}

export const TRAIN_STARTS = starts(1, 'train', 'your-algorithms-training-algo-dockerfile');
export const SERVE_STARTS = starts(2, 'serve', 'your-algorithms-inference-code');
