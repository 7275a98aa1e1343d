import type { ImagePlan } from '../../contract/plan';
import { CliError } from '../cli-error';
import type { Docker } from '../docker/docker';
import { imagePlatformArgs, pullArgs } from '../docker/docker-args';
import type { Report } from '../report';

/** Makes sure that the images which an image is built from are here in its platform: as they are, or pulled. */
export async function ensureBaseImage(docker: Docker, image: ImagePlan, report: Report, signal: AbortSignal): Promise<void> {
  for (const base of [image.baseImage, ...(image.builderImage === undefined ? [] : [image.builderImage])]) {
    await ensureOne(docker, image, base, report, signal);
  }
}

async function ensureOne(docker: Docker, image: ImagePlan, baseImage: string, report: Report, signal: AbortSignal): Promise<void> {
  const { platform } = image;
  const present = await docker.try(imagePlatformArgs(baseImage), { signal });
  // Without a variant: linux/arm64/v8 is reported as linux/arm64.
  if (present.exitCode === 0 && platform.startsWith(present.stdout.trim())) return;
  await report.step('pull', baseImage, async () => {
    const args = pullArgs(baseImage, present.exitCode === 0 ? platform : undefined);
    const pulled = await docker.try(args, { signal, ...(report.live && { onLine: ({ text }) => report.childLine(text) }) });
    if (pulled.exitCode === 0) return;
    throw new CliError('SMA_CLI_BASE_IMAGE', {
      what: `the base image ${baseImage} is not on this machine and cannot be pulled (${pulled.lastLines.at(-1) ?? 'no reason given'}).`,
      why: `the ${image.name} image is built from it`,
      fix: `see what "${pulled.command}" says, or set another baseImage in .projenrc.ts`,
    });
  });
}
