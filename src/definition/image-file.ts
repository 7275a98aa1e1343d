/** A file or folder of the project that the images carry. */
export interface ImageFile {
  /**
   * File or folder, relative to the project. Of a folder everything in it.
   */
  readonly source: string;

  /**
   * Absolute path in the images, for example `/opt/words.txt`. Not below `/opt/program` and `/opt/ml`, and of letters, digits, `.`,
   * `_`, `+`, `@` and `-` only.
   */
  readonly target: string;

  /**
   * Whether the file, or every file of the folder, can be executed. Modes of the checkout do not count.
   *
   * @default false
   */
  readonly executable?: boolean;
}
