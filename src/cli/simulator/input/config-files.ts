/** The files of `/opt/ml/input/config`, as SageMaker writes them; pure. */
import { basename } from 'node:path/posix';
import { optMlPaths } from '../../../contract/opt-ml';
import { HOMOGENEOUS_GROUP, type ResourceConfigFile } from '../../../contract/training-input';

const IN_CONTAINER = optMlPaths();

/** Their names. The service writes the resource file in lower case. */
export const CONFIG = {
  hyperparameters: basename(IN_CONTAINER.hyperparameters),
  inputData: basename(IN_CONTAINER.inputDataConfig),
  resources: basename(IN_CONTAINER.resourceConfig[0]),
  resourcesCamel: basename(IN_CONTAINER.resourceConfig[1]),
} as const;

export const json = (value: unknown): string => `${JSON.stringify(value, null, 2)}\n`;

export function resourceConfig(current: string, hosts: readonly string[], instanceType: string): ResourceConfigFile {
  return {
    current_host: current,
    hosts,
    network_interface_name: 'eth0',
    current_instance_type: instanceType,
    current_group_name: HOMOGENEOUS_GROUP,
    instance_groups: [{ instance_group_name: HOMOGENEOUS_GROUP, instance_type: instanceType, hosts }],
  };
}
