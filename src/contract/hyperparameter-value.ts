import type { HyperparameterSpec } from './algorithm-spec';
import { nearMiss } from './near-miss';
import { quoted, quotedList } from './quoted';

/** How a value of `hyperparameters.json` is read: what a job refuses in the container is refused before it starts, too. */

export type HyperparameterValue = number | string;

/** Reading a value ends in the value or in what is wrong with it, never in an exception. */
export type ParsedHyperparameter =
  | { readonly value: HyperparameterValue }
  /** Words that follow the name: `is "abc"; it must be a whole number between 1 and 64`. */
  | { readonly problem: string };

const WHOLE_NUMBER = /^[+-]?\d+(\.0*)?$/;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i;

/** The text of a value in the file: SageMaker writes texts, other tools may write numbers, booleans or lists. */
const textOf = (raw: unknown): string => typeof raw === 'string' ? raw : JSON.stringify(raw) ?? String(raw);

/** Takes off one layer of JSON quotes: the Python SDK's framework estimators encode every value, other callers do not. */
function unquoted(text: string): string {
  if (text.length < 2 || !text.startsWith('"') || !text.endsWith('"')) return text;
  try {
    return JSON.parse(text) as string;
  } catch {
    return text;
  }
}

/** What the value has to be, in words that follow "it must be". */
export function hyperparameterRule(spec: HyperparameterSpec): string {
  switch (spec.type) {
    case 'Integer': return `a whole number between ${spec.min} and ${spec.max}`;
    case 'Continuous': return `a number between ${spec.min} and ${spec.max}`;
    case 'Categorical': return `one of ${quotedList(spec.values)}`;
    case 'FreeText': return 'a text';
  }
}

/** `5.0` is the whole number 5: Python callers write floats; 1e3 and 5.5 are not what a whole number looks like. */
function parseNumber(text: string, pattern: RegExp, { min, max }: { min: number; max: number }): number | undefined {
  const trimmed = text.trim();
  const value = pattern.test(trimmed) ? Number(trimmed) : NaN;
  // NaN and values beyond double precision fail the comparison, too.
  return value >= min && value <= max && Number.isFinite(value) ? value : undefined;
}

function parsed(spec: HyperparameterSpec, text: string): HyperparameterValue | undefined {
  switch (spec.type) {
    case 'Integer': {
      const value = parseNumber(text, WHOLE_NUMBER, spec);
      return Number.isSafeInteger(value) ? value : undefined;
    }
    case 'Continuous': return parseNumber(text, NUMBER, spec);
    case 'Categorical': return spec.values.includes(text) ? text : undefined;
    case 'FreeText': return text;
  }
}

function hintFor(spec: HyperparameterSpec, text: string): string {
  const near = spec.type === 'Categorical' ? nearMiss(text, spec.values) : undefined;
  return near === undefined ? '' : ` (did you mean ${near}?)`;
}

/**
 * The typed value of one hyperparameter that was given.
 * @param raw as the file has it: a text, with or without JSON quotes around it, or another JSON value; not for absent ones
 */
export function parseHyperparameter(spec: HyperparameterSpec, raw: unknown): ParsedHyperparameter {
  const given = textOf(raw);
  // A choice may have quotes itself.
  if (spec.type === 'Categorical' && spec.values.includes(given)) return { value: given };
  const text = unquoted(given);
  const value = parsed(spec, text);
  if (value !== undefined) return { value };
  return { problem: `is ${quoted(text)}; it must be ${hyperparameterRule(spec)}${hintFor(spec, text)}` };
}
