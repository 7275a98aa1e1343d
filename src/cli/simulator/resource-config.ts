import { HOMOGENEOUS_GROUP, type ResourceConfigFile } from '../../contract/training-input';

/** What `resourceconfig.json` of one host says, with the keys that are documented and those that are observed. */
export const resourceConfig = (current: string, hosts: readonly string[], instanceType: string): ResourceConfigFile => ({
  current_host: current,
  hosts,
  network_interface_name: 'eth0',
  current_instance_type: instanceType,
  current_group_name: HOMOGENEOUS_GROUP,
  instance_groups: [{ instance_group_name: HOMOGENEOUS_GROUP, instance_type: instanceType, hosts }],
});
