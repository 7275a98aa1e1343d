import { existsSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { outputOf } from '../shared/child-process';
import { attempt } from '../shared/unknown-error';

/** What this machine has to compute with. */
export interface Devices {
  readonly num_cpus: number;
  readonly num_gpus: number;
  /** Neuron cores. */
  readonly num_neurons: number;
}

/**
 * Where the tools are that list devices: the container runtime and AWS's packages put them there. They are not searched on PATH,
 * which a buyer may have set.
 */
const GPU_TOOLS = ['/usr/bin/nvidia-smi', '/usr/local/nvidia/bin/nvidia-smi'];
const NEURON_TOOLS = ['/opt/aws/neuron/bin/neuron-ls', '/usr/bin/neuron-ls'];

function listed(tools: readonly string[], args: readonly string[]): string | undefined {
  const tool = tools.find((file) => existsSync(file));
  return tool === undefined ? undefined : outputOf(tool, args);
}

interface NeuronDevice { readonly nc_count?: number }

export function devices(): Devices {
  const neurons = attempt(() => JSON.parse(listed(NEURON_TOOLS, ['-j']) ?? '[]') as NeuronDevice[]) ?? [];
  return {
    num_cpus: availableParallelism(),
    num_gpus: (listed(GPU_TOOLS, ['--list-gpus']) ?? '').split('\n').filter((line) => line.startsWith('GPU ')).length,
    num_neurons: attempt(() => neurons.reduce((sum, device) => sum + (device.nc_count ?? 0), 0)) ?? 0,
  };
}
