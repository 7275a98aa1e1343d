/** Looks at the images in the engine before anything is asked of AWS. */
import { localImage, routeOf, storeOfContainerd } from './local-image';
import type { PushTarget, ReadyTarget } from './push-plan';
import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';

export async function readyImages({ docker, run, signal }: CliContext, targets: readonly PushTarget[]): Promise<ReadyTarget[]> {
  await docker.assertAnswers(signal);
  const containerd = await storeOfContainerd(docker, signal);
  const found = await Promise.all(targets.map(async (target) =>
    ({ target, local: await localImage(docker, target.from, containerd, signal) })));
  const missing = found.filter(({ local }) => local === undefined).map(({ target }) => target.from);
  if (missing.length > 0) {
    throw new CliError('SMA_CLI_IMAGE_MISSING', {
      what: `${missing.join(' and ')} ${missing.length === 1 ? 'is' : 'are'} not on this machine; nothing was pushed.`,
      why: 'what is pushed is the image that was built here',
      fix: 'run "npx projen image:build" first',
    });
  }
  const skopeo = (await run('skopeo', ['--version'], { signal })).exitCode === 0;
  const ready = found.map(({ target, local }) => ({ ...target, local: local!, route: routeOf(local!, skopeo) }));
  assertSendable(ready);
  return ready;
}

function assertSendable(targets: readonly ReadyTarget[]): void {
  const unsendable = targets.flatMap(({ from, route }) => (route.by === 'nobody' ? [`${from}: ${route.form}`] : []));
  if (unsendable.length === 0) return;
  throw new CliError('SMA_CLI_MANIFEST', {
    what: 'the engine would push images in a form that SageMaker has refused; nothing was pushed:',
    why: 'it keeps images in containerd and sends them as they were built; SageMaker takes Docker\'s manifest, version 2 schema 2, without attestations',
    fix: 'install skopeo, which turns them into that form on the way; or build where buildx makes it ("npx projen image:build" uses oci-mediatypes=false there)',
    details: unsendable,
  });
}
