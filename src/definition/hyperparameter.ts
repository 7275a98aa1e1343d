/** What an integer hyperparameter may be. */
export interface IntegerHyperparameterOptions {
  /**
   * Smallest value, inclusive. A whole number.
   */
  readonly min: number;

  /**
   * Largest value, inclusive. A whole number, not below `min`.
   */
  readonly max: number;

  /**
   * The value when a job sets none. A whole number from `min` to `max`.
   *
   * The service does not fill it in: the training program does.
   *
   * @default - none: the algorithm sees `undefined` unless the hyperparameter is required
   */
  readonly default?: number;

  /**
   * Whether every training job has to set it. Not together with `default`.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Whether a tuning job may vary it within the range.
   *
   * @default false
   */
  readonly tunable?: boolean;

  /**
   * What it does, for the buyer. One line of at most 1024 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** What a continuous hyperparameter may be. */
export interface ContinuousHyperparameterOptions {
  /**
   * Smallest value, inclusive. A finite number.
   */
  readonly min: number;

  /**
   * Largest value, inclusive. A finite number, not below `min`.
   */
  readonly max: number;

  /**
   * The value when a job sets none. A number from `min` to `max`.
   *
   * The service does not fill it in: the training program does.
   *
   * @default - none: the algorithm sees `undefined` unless the hyperparameter is required
   */
  readonly default?: number;

  /**
   * Whether every training job has to set it. Not together with `default`.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Whether a tuning job may vary it within the range.
   *
   * @default false
   */
  readonly tunable?: boolean;

  /**
   * What it does, for the buyer. One line of at most 1024 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** What a categorical hyperparameter may be. */
export interface CategoricalHyperparameterOptions {
  /**
   * The values to choose from: 1 to 30, all different, at most 256 characters each.
   */
  readonly values: string[];

  /**
   * The value when a job sets none. One of `values`.
   *
   * The service does not fill it in: the training program does.
   *
   * @default - none: the algorithm sees `undefined` unless the hyperparameter is required
   */
  readonly default?: string;

  /**
   * Whether every training job has to set it. Not together with `default`.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * Whether a tuning job may vary it over the values.
   *
   * @default false
   */
  readonly tunable?: boolean;

  /**
   * What it does, for the buyer. One line of at most 1024 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/** What a free-text hyperparameter may be. It can never be tuned. */
export interface FreeTextHyperparameterOptions {
  /**
   * The value when a job sets none. At most 2500 characters.
   *
   * The service does not fill it in: the training program does.
   *
   * @default - none: the algorithm sees `undefined` unless the hyperparameter is required
   */
  readonly default?: string;

  /**
   * Whether every training job has to set it. Not together with `default`.
   *
   * @default false
   */
  readonly required?: boolean;

  /**
   * What it does, for the buyer. One line of at most 1024 characters.
   *
   * @default - no description
   */
  readonly description?: string;
}

/**
 * A setting of a training job that the buyer chooses.
 *
 * One declaration types `job.hyperparameters`, is parsed and range-checked in the container, and fills the tables of the README.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_HyperParameterSpecification.html
 */
export class Hyperparameter {
  /**
   * A whole number within a range.
   *
   * @param name 1 to 256 characters, without control characters
   * @param options range, default and description
   */
  public static integer(name: string, options: IntegerHyperparameterOptions): Hyperparameter {
    return new Hyperparameter('integer', name, options);
  }

  /**
   * A real number within a range.
   *
   * @param name 1 to 256 characters, without control characters
   * @param options range, default and description
   */
  public static continuous(name: string, options: ContinuousHyperparameterOptions): Hyperparameter {
    return new Hyperparameter('continuous', name, options);
  }

  /**
   * One of a list of texts.
   *
   * @param name 1 to 256 characters, without control characters
   * @param options values, default and description
   */
  public static categorical(name: string, options: CategoricalHyperparameterOptions): Hyperparameter {
    return new Hyperparameter('categorical', name, options);
  }

  /**
   * Any text, which can never be tuned.
   *
   * @param name 1 to 256 characters, without control characters
   * @param options default and description
   */
  public static freeText(name: string, options: FreeTextHyperparameterOptions = {}): Hyperparameter {
    return new Hyperparameter('freeText', name, options);
  }

  /** @internal what was given, unchecked: TypeScript's types are gone when the definition runs */
  public readonly _kind: 'integer' | 'continuous' | 'categorical' | 'freeText';

  /** @internal */
  public readonly _options: object;

  private constructor(
    kind: 'integer' | 'continuous' | 'categorical' | 'freeText',
    /** The key of `hyperparameters.json`. */
    public readonly name: string,
    options: object,
  ) {
    this._kind = kind;
    this._options = options;
  }
}
