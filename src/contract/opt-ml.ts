/** The folder that SageMaker reserves in every container.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-dockerfile.html */
export const OPT_ML = '/opt/ml';

/** Every path below `/opt/ml` that training and inference use. */
export interface OptMlPaths {
  readonly base: string;
  readonly input: string;
  readonly inputConfig: string;
  readonly inputData: string;
  readonly hyperparameters: string;
  readonly inputDataConfig: string;
  /** Both spellings, in the order to look for them: the service writes the first, the walkthrough and AWS's samples the second. */
  readonly resourceConfig: readonly [string, string];
  readonly model: string;
  readonly output: string;
  readonly outputData: string;
  /** A convenience of AWS's toolkit, which copies it to S3; nothing is promised about it. */
  readonly outputIntermediate: string;
  readonly failure: string;
  readonly checkpoints: string;
}

/**
 * Paths as functions of a base folder, so that the same program runs inside a container and outside of one.
 * @param base the folder that stands for `/opt/ml`; always with `/` as separator
 * @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html
 */
export function optMlPaths(base: string = OPT_ML): OptMlPaths {
  return {
    base,
    input: `${base}/input`,
    inputConfig: `${base}/input/config`,
    inputData: `${base}/input/data`,
    hyperparameters: `${base}/input/config/hyperparameters.json`,
    inputDataConfig: `${base}/input/config/inputdataconfig.json`,
    resourceConfig: [`${base}/input/config/resourceconfig.json`, `${base}/input/config/resourceConfig.json`],
    model: `${base}/model`,
    output: `${base}/output`,
    outputData: `${base}/output/data`,
    outputIntermediate: `${base}/output/intermediate`,
    failure: `${base}/output/failure`,
    checkpoints: `${base}/checkpoints`,
  };
}

/** Folder of a channel in File and FastFile mode, below {@link OptMlPaths.inputData}. */
export const channelFolder = (inputData: string, channel: string): string => `${inputData}/${channel}`;

/** FIFO of one epoch of a channel in Pipe mode, below {@link OptMlPaths.inputData}; epochs count from 0.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/dg/your-algorithms-training-algo-running-container.html */
export const channelFifo = (inputData: string, channel: string, epoch: number): string => `${channelFolder(inputData, channel)}_${epoch}`;
