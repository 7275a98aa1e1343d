/** How a program read its FIFOs; pure. */
import type { PipeEvent, Progress } from './hosts-job';
import { duration } from '../../quantities';

/** The moments in which FIFOs of a channel were opened. */
export const opened = ({ pipes }: Progress, channel: string): PipeEvent[] =>
  pipes.filter(({ fifo, what }) => what === 'opened' && fifo.replace(/_\d+$/, '') === channel);

/** All that happened to FIFOs, in one line. */
export const readings = ({ pipes }: Progress): string => `FIFOs: ${pipes.map(({ fifo, what, atMs }) => `${fifo} ${what} at ${duration(atMs)}`).join(', ')}`;

/** What is wrong with the order in which a channel's FIFOs were read. */
export function orderProblem(outcome: Progress, channel: string): string | undefined {
  const events = opened(outcome, channel);
  if (events.length === 0) return `${channel}_0 was never opened`;
  const early = events.find(({ stillOpen }) => stillOpen !== undefined);
  return early && `${early.fifo} was opened before ${early.stillOpen} was closed`;
}
