import { readdir } from 'node:fs/promises';
import { DockerResources } from './docker-resources';
import { serveInContainer } from './docker-serving';
import type { Engine, JobRequest, RunningServer, TrainRequest } from './engine';
import { runInContainers } from './hosts/docker-hosts';
import { hostNames } from './hosts/host-names';
import type { HostOutcome } from './hosts/hosts-job';
import { limitsOf } from './instance-limits';
import type { InstanceResources } from '../../contract/instance-resources';
import { imageFor } from '../../contract/plan';
import type { ContainerCommand } from '../../contract/program';
import type { Docker } from '../docker/docker';
import { copyInArgs, createFillerArgs, type ContainerArgs, type VolumeMount } from '../docker/docker-args';
import { latestTag } from '../images/image-names';
import { feederImageOf } from '../images/image-shell';
import type { Project } from '../project';
import { folderAsTar } from '../simulator/model-archive';
import type { RunFolder } from '../simulator/run-folder';
import { together } from '../together';

/** A folder of this machine and the volume that gets what is in it. */
interface Filling {
  readonly mount: VolumeMount;
  readonly folder: string;
}

/** What an engine tells of itself; absent where its program does not. */
export interface EngineFacts {
  /** `os/architecture` */
  readonly platform?: string;
  readonly has?: InstanceResources;
}

/** Runs the images in containers, cut off as on the service. Files travel by `cp` only, so they belong to the caller. */
export class DockerEngine implements Engine {
  readonly name = 'docker';
  readonly unchecked: string[] = ['the size of /dev/shm, which SageMaker does not document: it is the engine\'s own'];
  readonly resources: DockerResources;

  constructor(
    readonly docker: Docker,
    readonly run: RunFolder,
    private readonly project: Project,
    private readonly told: EngineFacts,
  ) {
    this.resources = new DockerResources(docker, run.id, project.plan.algorithm.name);
    const emulated = project.plan.images.find((image) => told.platform !== undefined && image.platform !== told.platform);
    if (emulated) this.unchecked.push(`speed: ${emulated.platform} is emulated on this ${told.platform} engine`);
  }

  hostNames(count: number): string[] {
    return hostNames(count);
  }

  async train({ job, instanceType, folders, signal }: TrainRequest): Promise<HostOutcome[]> {
    const { docker, resources } = this;
    signal.throwIfAborted();
    const { limits, unchecked } = limitsOf(instanceType, this.told.has);
    this.unchecked.push(...unchecked.filter((line) => !this.unchecked.includes(line)));
    const feederImage = feederImageOf(imageFor(this.project.plan, 'train'));
    const setting = { ...this.image('train'), feederImage, docker, resources, signal, folder: async (place: number) => folders[place] };
    return runInContainers(setting, { ...job, limits });
  }

  serve(request: JobRequest): Promise<RunningServer> {
    return serveInContainer(this, this.run.serving.model, request);
  }

  close(): Promise<string[]> {
    return this.resources.removeAll();
  }

  container(command: ContainerCommand, mounts: readonly VolumeMount[], name: string = command): ContainerArgs {
    return { ...this.image(command), name: this.resources.name(name), labels: this.resources.labels, mounts };
  }

  /** Copies folders of the run into volumes, through a container that never runs. */
  async fill(command: ContainerCommand, fillings: readonly Filling[], signal: AbortSignal): Promise<void> {
    const filler = this.container(command, fillings.map(({ mount }) => ({ ...mount, readOnly: false })), `${command}-fill`);
    await this.docker.must(createFillerArgs(filler, command));
    await together(...fillings.map(async ({ mount, folder }) => {
      const input = folderAsTar(folder, await readdir(folder));
      await this.docker.must(copyInArgs(filler.name, mount.at), { input, signal });
    }));
  }

  private image(command: ContainerCommand): { readonly image: string; readonly platform?: string } {
    const image = imageFor(this.project.plan, command);
    const isForeign = this.told.platform !== undefined && this.told.platform !== image.platform;
    return { image: latestTag(image), ...(isForeign && { platform: image.platform }) };
  }
}
