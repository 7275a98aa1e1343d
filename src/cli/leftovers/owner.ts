/** Which program something belongs to: so the next one knows what nobody will remove any more. */
import { lives, placeOfProcesses, thisProcess, type ProcessIdentity } from '../processes';

export interface Owner extends ProcessIdentity {
  /** Where its number means something; another machine may share a folder or an engine. */
  readonly place: string;
}

let own: Owner | undefined;

/** This program. */
export const ownOwner = (): Owner => (own ??= { place: placeOfProcesses(), ...thisProcess() });

/** `<place>:<process id>:<birth>` */
export const formatOwner = ({ place, pid, birth }: Owner): string => `${place}:${pid}:${birth}`;

export function parseOwner(text: string): Owner | undefined {
  const match = /^(.+):(\d+):([^:\s]+)$/.exec(text.trim());
  return match ? { place: match[1], pid: Number(match[2]), birth: match[3] } : undefined;
}

/** False also where it cannot be known. */
export const isDead = async (owner: Owner): Promise<boolean> => owner.place === ownOwner().place && !await lives(owner);
