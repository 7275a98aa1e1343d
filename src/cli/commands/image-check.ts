import type { Command } from 'commander';
import { chosenImages, imageOption } from './image-build';
import { jsonOption } from './run-options';
import { imagesOf } from '../../request/image-references';
import { isBlocking, probeImages } from '../algorithm/check-product';
import { projectRequest } from '../algorithm/request';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { renderCounts, renderResult } from '../conformance/render-results';
import { imagePlatformArgs } from '../docker/docker-args';
import { latestTag } from '../images/image-names';
import { count } from '../quantities';

export function addImageCheck(program: Command, context: CliContext): void {
  program
    .command('image:check')
    .description('runs the checks 1 to 14 on the built images: looks into each, and starts it for up to 3 s to see that it answers to its words')
    .addOption(imageOption())
    .addOption(jsonOption())
    .action((options: { image?: string }) => imageCheck(context, options.image));
}

async function imageCheck(context: CliContext, name: string | undefined): Promise<void> {
  const { report, docker, signal } = context;
  const project = await context.project();
  const images = chosenImages(project, name);
  await docker.assertAnswers(signal);
  const missing = [];
  for (const image of images) {
    if ((await docker.try(imagePlatformArgs(latestTag(image)), { signal })).exitCode !== 0) missing.push(latestTag(image));
  }
  if (missing.length > 0) {
    throw new CliError('SMA_CLI_IMAGE_MISSING', {
      what: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine; nothing was checked.`,
      fix: 'run "npx projen image:build"',
    });
  }
  const { request } = await projectRequest(context, project, {});
  const subjects = await probeImages(context, project, imagesOf(request), images);
  const results = subjects.flatMap((one) => one.results);
  report.result([...subjects.flatMap((one) => [one.subject, ...one.results.map((result) => renderResult(result)), '']), renderCounts(results)].join('\n'));
  const failed = results.filter(isBlocking);
  if (failed.length > 0) {
    throw new CliError('SMA_CLI_CHECKS', {
      what: `${count(failed.length, 'check')} of ${results.length} failed: ${failed.map(({ kind, number }) => `${kind}${number}`).join(', ')}.`,
      why: 'AWS would refuse the image, or a job of its buyers would fail',
      fix: 'do what stands as fix under each',
      data: { subjects },
    });
  }
  report.document({ ok: true, subjects });
}
