/** The model, from the moment that it has been loaded. */
export class LoadedModel<M> {
  private loaded: { readonly value: M } | undefined;

  get isReady(): boolean {
    return this.loaded !== undefined;
  }

  /** To be asked for when {@link isReady} only. */
  get value(): M {
    return this.loaded!.value;
  }

  set(value: M): void {
    this.loaded = { value };
  }
}
