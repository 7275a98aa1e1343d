/**
 * An archive in S3 that the service unpacks beside the image, for example pre-trained weights. The container finds its folder in
 * the variable `SAGEMAKER_ADDITIONAL_S3_DATA_PATH`. The service accepts one object, a gzip archive, and nothing else; it does not
 * unpack it for the transform job of the validation.
 *
 * @see https://docs.aws.amazon.com/sagemaker/latest/APIReference/API_AdditionalS3DataSource.html
 */
export interface AdditionalDataSourceOptions {
  /**
   * The archive: `s3://bucket/key.tar.gz`, at most 1024 characters, in the Region of the images.
   */
  readonly s3Uri: string;

  /**
   * ETag of the object, so that a later one of the same name is refused.
   *
   * @default - none: whatever the object is
   */
  readonly eTag?: string;
}
