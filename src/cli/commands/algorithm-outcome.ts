import type { CliContext } from '../cli-context';
import { CliError } from '../cli-error';
import { statusLines } from '../sagemaker/follow-algorithm';
import type { AlgorithmState } from '../sagemaker/sagemaker';

/** Shows an algorithm; one that AWS found not valid ends the command as a failure, with every reason. */
export function tellOutcome({ report }: CliContext, state: AlgorithmState, region: string): void {
  const data = {
    name: state.name, arn: state.arn, region, status: state.status, parts: state.parts,
    ...(state.createdAt !== undefined && { createdAt: new Date(state.createdAt).toISOString() }),
  };
  report.result([`${state.name}  ${state.arn}`, ...statusLines(state)].join('\n'));
  if (state.status === 'Failed') throw failed(state, data);
  report.document({ ok: true, ...data });
}

function failed(state: AlgorithmState, data: Readonly<Record<string, unknown>>): CliError {
  const reasons = state.parts.filter(({ status }) => status === 'Failed')
    .map(({ kind, name, failureReason }) => `${kind} ${name}: ${failureReason ?? 'AWS gives no reason'}`);
  return new CliError('SMA_CLI_ALGORITHM_FAILED', {
    what: `AWS has found "${state.name}" not valid:`,
    why: reasons.length > 0 ? 'an algorithm is valid when its images pass the scan and the jobs of its profile succeed' : 'AWS gives no reason',
    fix: 'correct what failed, then create it under another --name, or delete this one first; the logs of the jobs are in CloudWatch',
    details: reasons,
    data,
  });
}
