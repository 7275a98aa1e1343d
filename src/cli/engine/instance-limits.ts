import { instanceResources, type InstanceResources } from '../../contract/instance-resources';
import type { Docker } from '../docker/docker';
import { ENGINE_RESOURCES_ARGS, type ResourceLimits } from '../docker/docker-args';

export interface InstanceLimits {
  readonly limits?: ResourceLimits;
  /** What of the instance is not as it is on the service, one line each. */
  readonly unchecked: readonly string[];
}

/** Processors and memory that containers of an engine can have; undefined where its program does not tell. */
export async function engineResources(docker: Docker, signal?: AbortSignal): Promise<InstanceResources | undefined> {
  for (const args of ENGINE_RESOURCES_ARGS) {
    const { exitCode, stdout } = await docker.try(args, { signal });
    const [, vcpus, memoryBytes] = /^(\d+) (\d+)\s*$/.exec(stdout) ?? [];
    if (exitCode === 0 && Number(vcpus) > 0 && Number(memoryBytes) > 0) return { vcpus: Number(vcpus), memoryBytes: Number(memoryBytes) };
  }
  return undefined;
}

/** Gives a container what an instance has, and never more than is there; pure. */
export function limitsOf(instanceType: string, there: InstanceResources | undefined): InstanceLimits {
  const instance = instanceResources(instanceType);
  if (!instance) return { unchecked: [`memory and processors of ${instanceType}: they are not known here, so those of the engine count`] };
  if (!there) return { unchecked: [`memory and processors of ${instanceType}: the engine does not tell what it has`] };
  return {
    limits: { cpus: Math.min(instance.vcpus, there.vcpus), memoryBytes: Math.min(instance.memoryBytes, there.memoryBytes) },
    unchecked: [
      ...(instance.vcpus > there.vcpus ? [`processors of ${instanceType}: it has ${instance.vcpus}, the engine ${there.vcpus}`] : []),
      ...(instance.memoryBytes > there.memoryBytes ? [`memory of ${instanceType}: it has ${gib(instance)}, the engine ${gib(there)}`] : []),
    ],
  };
}

const gib = ({ memoryBytes }: InstanceResources): string => `${Math.round(memoryBytes / 2 ** 30 * 10) / 10} GiB`;
