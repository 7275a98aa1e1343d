/** Parameters of a call as data, so that one statement of them is written out in every language of the listing. */

/** What the reader of a snippet sets, or what a call before gave; written as the language writes names. */
export type VariableName = 'algorithmArn' | 'roleArn' | 'bucket' | 'runName' | 'modelDataUrl';

/** A text with variables in it. */
export class Spliced {
  constructor(readonly parts: ReadonlyArray<string | { readonly variable: VariableName }>) {}
}

export type CallValue = string | number | boolean | Spliced | readonly CallValue[] | CallParameters;

/** Parameters of a call by their names in the API. */
export interface CallParameters {
  readonly [name: string]: CallValue;
}

/** The value of a variable. */
export const variable = (name: VariableName): Spliced => new Spliced([{ variable: name }]);

/** ``spliced`s3://${'bucket'}/data/` ``: names of variables stand where they will be filled in. */
export const spliced = (texts: TemplateStringsArray, ...names: readonly VariableName[]): Spliced =>
  new Spliced(texts.flatMap((text, at) => [text, ...(at < names.length ? [{ variable: names[at] }] : [])]).filter((part) => part !== ''));
