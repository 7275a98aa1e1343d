import { splitLines } from './lines';
import type { Splitter } from './record';
import { splitRecordIo } from './record-io';
import { splitTfRecords } from './tf-record';
import { splitNothing } from './whole';
import type { SplitType } from '../../../../contract/create-algorithm';

const SPLITTERS: Readonly<Record<SplitType, Splitter>> = {
  None: splitNothing,
  Line: splitLines,
  RecordIO: splitRecordIo,
  TFRecord: splitTfRecords,
};

export const splitterFor = (splitType: SplitType): Splitter => SPLITTERS[splitType];
