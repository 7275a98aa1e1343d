/** How SageMaker frames records in Pipe mode with `RecordWrapperType: RecordIO`, and what files of RecordIO hold.
 *  A frame is magic, length, payload, zeros up to a multiple of 4; both numbers are 32 bits, little endian.
 *  @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_Channel.html
 *  @see https://mxnet.apache.org/versions/1.9.1/api/architecture/note_data_loading */

export const RECORD_IO_MAGIC = 0xced7230a;

/** Magic and length. Unit: bytes. */
export const RECORD_IO_HEADER_BYTES = 8;

/** Payloads are padded to a multiple of it. Unit: bytes. */
export const RECORD_IO_ALIGNMENT_BYTES = 4;

/** The length has 29 bits; the 3 bits above say which part of a record the frame is. */
export const RECORD_IO_LENGTH_BITS = 29;

/**
 * MXNet's writer splits a record where its payload holds the magic at an aligned place, and leaves the magic out: whoever
 * joins the parts puts it back between them.
 */
export const RECORD_IO_PART = { whole: 0, first: 1, middle: 2, last: 3 } as const;

/** Media types of data that is framed already. */
export const RECORD_IO_TYPES: readonly string[] = ['application/x-recordio', 'application/x-recordio-protobuf'];
