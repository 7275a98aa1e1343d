import type { Progress } from '../engine/hosts/hosts-job';

const RESUMES = /\b(resum\w*|restor\w*|continu\w*|from checkpoint|picked up)\b/i;

/** What shows that a job which was started again went on from its checkpoints; undefined where nothing does. Pure. */
export function resumption(hasMetric: (text: string) => boolean, whole: Pick<Progress, 'lines'>, resumed: Pick<Progress, 'lines'>): string | undefined {
  const steps = ({ lines }: Pick<Progress, 'lines'>) => lines.filter(({ text }) => hasMetric(text)).length;
  if (steps(resumed) < steps(whole)) return `${steps(resumed)} lines with metrics instead of ${steps(whole)}`;
  const said = resumed.lines.find(({ text }) => RESUMES.test(text) && !whole.lines.some((line) => line.text === text));
  return said && `it says: ${said.text}`;
}
