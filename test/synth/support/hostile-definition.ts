import { CompressionType, Hyperparameter, InputMode, Metric, type SmAlgorithmProjectOptions } from '../../../src';
import { FULLEST } from '../../support/new-project';

/** Texts that act in Python, in shells, in here-documents, in template literals and in f-strings. */
export const HOSTILE_VALUES = ['it\'s', 'say "x"', 'back\\slash\\', '$HOME', '${PATH}', '$(touch /tmp/x)', '`id`', '{brace}', 'a|b', '*/', '# %% code', '\u{1F333} é', 'JSON'];

/** The fullest definition with such texts wherever one may stand that ends up in the listing. */
export const HOSTILE: SmAlgorithmProjectOptions = {
  ...FULLEST,
  description: `# %% code ${HOSTILE_VALUES.join(' ')} """ ''' -->`,
  training: {
    ...FULLEST.training!,
    channels: [
      {
        name: 'training',
        contentTypes: ['text/csv'],
        inputModes: [InputMode.PIPE, InputMode.FILE],
        compressionTypes: [CompressionType.GZIP, CompressionType.NONE],
        description: HOSTILE_VALUES.join(' '),
      },
      { name: 'hold-out', contentTypes: ['text/csv'], required: false },
    ],
    hyperparameters: [
      ...FULLEST.training!.hyperparameters!,
      ...HOSTILE_VALUES.map((value, index) => Hyperparameter.freeText(`${value} ${index}`, { default: value, description: value })),
      Hyperparameter.categorical('choice', { values: HOSTILE_VALUES, default: HOSTILE_VALUES[0], tunable: true }),
      Hyperparameter.continuous('tiny', { min: 1e-9, max: 1, default: 1e-7, tunable: true }),
    ],
    metrics: [Metric.maximize('auc"$x"`y`\\{z}'), ...FULLEST.training!.metrics!],
  },
};
