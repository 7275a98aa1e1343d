/** What of an engine's words in a push is worth a line, and the digest that it reports. Pure but for the tellings. */
export class PushProgress {
  /** Of the manifest, as the engine sent it; undefined until it is done, and of programs that do not say. */
  digest: string | undefined;
  private readonly waits = new Map<string, number>();

  constructor(private readonly tell: (text: string) => void) {}

  take(text: string): void {
    this.digest = /digest: (sha256:[0-9a-f]{64})/.exec(text)?.[1] ?? this.digest;
    if (MOVED.test(text) || this.beginsToWait(text)) this.tell(text);
  }

  /** docker counts each second of a pause down. */
  private beginsToWait(text: string): boolean {
    const [, layer, seconds] = /^(\w+): Retrying in (\d+) second/.exec(text) ?? [];
    if (layer === undefined) return false;
    const before = this.waits.get(layer);
    this.waits.set(layer, Number(seconds));
    return before === undefined || Number(seconds) > before;
  }
}

/** Something arrived; other lines say that it will. */
const MOVED = /: (Pushed|Layer already exists|Mounted from .*)$|digest: sha256|^(Copying|Writing) /;
