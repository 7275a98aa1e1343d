/** The container engine: whether it answers, what builds in it, for which processors, and its clock. */
import { readFile } from 'node:fs/promises';
import { bad, type Finding, good, skipped, warning } from './finding';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { BUILD_HELP_ARGS, builderFeatures } from '../docker/builder-features';
import { engineTimeArgs } from '../docker/docker-args';
import type { Project } from '../project';

/** Signed requests to AWS and times in logs are wrong beyond. Unit: ms. */
const CLOCK_DRIFT_MAX_MS = 5_000;

export async function examineEngine({ docker, signal }: CliContext, project: Project | undefined): Promise<Finding[]> {
  try {
    await docker.assertAnswers(signal);
  } catch (error) {
    if (!(error instanceof CliError)) throw error;
    return [
      warning('engine', { what: error.what, why: 'images are built and run by a container engine; local runs use processes without one', fix: error.fix }),
      ...['builder', 'platform', 'engine clock'].map((topic) => skipped(topic, 'no engine answers')),
    ];
  }
  const enginePlatform = await docker.platform(signal);
  const help = (await docker.try(BUILD_HELP_ARGS, { signal })).stdout;
  const time = await docker.try(engineTimeArgs, { signal });
  return [
    good('engine', `${docker.program} answers${enginePlatform ? `, ${enginePlatform}` : ''}`),
    builder(help, project),
    await platform(enginePlatform, project),
    engineClock(time.exitCode === 0 ? time.stdout.trim() : '', Date.now()),
  ];
}

/** What builds images here, from the help of its build command. */
export function builder(help: string, project: Project | undefined): Finding {
  const { secrets } = builderFeatures(help);
  if (secrets) return good('builder', 'knows build secrets (BuildKit or buildah)');
  const needed = project?.plan.algorithm.encryption !== undefined;
  const flaw = {
    what: 'the legacy builder is at work',
    why: needed ? 'keys of the encryption enter an image as build secrets, which it does not know' : 'it builds everything but images with build secrets, and slower than BuildKit',
    fix: 'install docker-buildx, or set DOCKER_BUILDKIT=1 with a docker before 23',
  };
  return needed ? bad('builder', flaw) : good('builder', `${flaw.what}: enough for this algorithm`);
}

async function platform(enginePlatform: string | undefined, project: Project | undefined): Promise<Finding> {
  if (!project || !enginePlatform) return skipped('platform', project ? 'the engine does not tell its platform' : 'there is no project');
  const { platform: wanted } = project.plan.images[0];
  if (wanted === enginePlatform) return good('platform', `images and engine are ${wanted}`);
  const emulator = `qemu-${wanted.endsWith('arm64') ? 'aarch64' : 'x86_64'}`;
  const registered = process.platform !== 'linux' || await readFile(`/proc/sys/fs/binfmt_misc/${emulator}`).then(() => true, () => false);
  const why = `the images are ${wanted} and the engine is ${enginePlatform}`;
  return registered ? warning('platform', { what: 'the programs of the images are emulated', why: `${why}: correct, but slow`, fix: `measure speed on a ${wanted} machine` })
    : bad('platform', { what: `nothing emulates ${wanted} here`, why, fix: 'install qemu-user-static (binfmt), or build on another machine' });
}

/** Engines in a virtual machine fall behind when the machine sleeps. Pure. */
export function engineClock(text: string, now: number): Finding {
  const drift = Date.parse(text) - now;
  if (Number.isNaN(drift)) return skipped('engine clock', 'the engine does not tell its time');
  if (Math.abs(drift) <= CLOCK_DRIFT_MAX_MS) return good('engine clock', 'agrees with this machine');
  return warning('engine clock', {
    what: `is ${Math.round(Math.abs(drift) / 1_000)} s ${drift < 0 ? 'behind' : 'ahead of'} this machine`,
    why: 'certificates and package indexes are judged by it while an image is built',
    fix: 'restart the engine',
  });
}
