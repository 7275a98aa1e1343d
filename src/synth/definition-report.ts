let listening = false;

/**
 * Lets an error of the definition end `npx projen` with its own text: Node would print the line of our code that threw it
 * around the text, which tells the reader nothing.
 * @param isOurs whether an error is one that is written for the reader
 */
export function reportPlainly(isOurs: (error: unknown) => boolean): void {
  if (listening) return;
  listening = true;
  process.once('uncaughtException', (error) => {
    process.stderr.write(`${isOurs(error) ? error.message : error.stack}\n`);
    process.exit(1);
  });
}

/**
 * Ends `projen new` with the text alone. projen runs the constructor inside a virtual machine, which decorates what is thrown
 * with lines of our code; there is nobody else who could catch it.
 */
export function endPlainly(message: string): never {
  process.stderr.write(`${message}\n`);
  process.exit(1);
}
