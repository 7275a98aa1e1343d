/** Why one input object has no output: the other objects of the job go on. */
export class ObjectFailure extends Error {
  /**
   * @param blame who has to correct something: the caller (data, parameters) or the container
   * @param details what the container said
   */
  constructor(readonly blame: 'client' | 'algorithm', readonly summary: string, readonly details: readonly string[] = []) {
    super(summary);
    this.name = 'ObjectFailure';
  }
}
