/** What a training job says about one of its channels, in the terms of CreateTrainingJob, and the data that it names.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html */
import type { CompressionType, InputMode } from '../../../contract/algorithm-spec';
import type { InputDataConfigEntry } from '../../../contract/training-input';
import type { StoredObject } from '../objects';

/** What is sent in one piece, as one record where records are framed: an object, or a value that stands in a manifest. */
export type Piece = StoredObject | { readonly text: string };

/** What is shuffled and dealt to hosts as a whole: an object, or a line of an augmented manifest with its attributes. */
export type Item = readonly Piece[];

export interface JobChannel {
  readonly name: string;
  /** Folder with the sample data. */
  readonly source: string;
  /** In the order of the keys, or of the manifest. */
  readonly items: readonly Item[];
  readonly inputMode: InputMode;
  /** What the container reads of it. */
  readonly config: InputDataConfigEntry;
  /** How the objects are stored; they are inflated in Pipe mode only. */
  readonly compression: CompressionType;
  /** Seed of the order of the items, which changes each epoch; a whole number as text, since it may be of 64 bits. */
  readonly shuffleSeed?: string;
}

/** The objects of a channel; with an augmented manifest those that its lines refer to. */
export const objectsOf = ({ items }: Pick<JobChannel, 'items'>): StoredObject[] => items.flat().flatMap((piece) => ('file' in piece ? [piece] : []));

/** Every documented key. FastFile channels read "File" on the service. */
export const channelConfig = (
  contentType: string | undefined, inputMode: InputMode,
  distribution: NonNullable<InputDataConfigEntry['S3DistributionType']>, recordWrapper: NonNullable<InputDataConfigEntry['RecordWrapperType']>,
): InputDataConfigEntry => ({
  ...(contentType !== undefined && { ContentType: contentType }),
  TrainingInputMode: inputMode === 'Pipe' ? 'Pipe' : 'File',
  S3DistributionType: distribution,
  RecordWrapperType: recordWrapper,
});
