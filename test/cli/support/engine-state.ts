import { execFileSync } from 'node:child_process';

export const docker = (...args: string[]): string => execFileSync('docker', args, { encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] }).trim();

/**
 * Everything in the engine that carries the label of a run.
 * @param project name of the project whose runs are looked at; by default all: others may be at work in the engine
 */
export function leftovers(project?: string): string[] {
  const filter = ['--filter', project === undefined ? 'label=sm-algorithm.run' : `label=sm-algorithm.project=${project}`];
  return [
    docker('ps', '--all', '--format', 'container {{.Names}}', ...filter),
    docker('volume', 'ls', '--format', 'volume {{.Name}}', ...filter),
    docker('network', 'ls', '--format', 'network {{.Name}}', ...filter),
  ].flatMap((text) => text.split('\n')).filter(Boolean);
}

export const hasImage = (name: string): boolean => {
  try {
    docker('image', 'inspect', name);
    return true;
  } catch {
    return false;
  }
};

export function removeImages(...names: string[]): void {
  for (const name of names.filter(hasImage)) docker('rmi', '--force', name);
}
