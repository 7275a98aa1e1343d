/** The JSONPath of batch transform's filters: the few operators that the service takes, with the results of its own library. */
import { type JSONPathNode, type JSONPathQuery, type JSONValue, jsonpath } from 'json-p3';
import { BATCH_FILTER_MAX_CHARS, BATCH_FILTER_OPERATORS } from '../../../contract/batch-transform';

const { IndexSelector, NameSelector, SliceSelector, WildcardSelector } = jsonpath.selectors;
type Selector = jsonpath.JSONPathSelector;
type Name = InstanceType<typeof NameSelector>;

export type Json = JSONValue;

export interface Filter {
  /** Uses names, which rows of CSV do not have. */
  readonly names: boolean;
  /** Throws an Error in words where the value has not what the filter names. */
  apply(value: Json): Json;
}

const RULE = `SageMaker takes ${BATCH_FILTER_OPERATORS.join('  ')} (batch transform, supported JSONPath operators)`;

/** Pure: the filter, or what is wrong with the text. */
export function parseFilter(text: string): { readonly filter: Filter } | { readonly problem: string } {
  if (text.length > BATCH_FILTER_MAX_CHARS) return { problem: `has ${text.length} characters; SageMaker takes ${BATCH_FILTER_MAX_CHARS}` };
  let query: JSONPathQuery;
  try {
    query = jsonpath.compile(withoutDots(text));
  } catch (error) {
    return { problem: `is no JSONPath (${(error as Error).message}); ${RULE}` };
  }
  const strange = query.segments.map((segment) => strangeOperator(segment)).find((found) => found !== undefined);
  if (strange) return { problem: `uses ${strange}; ${RULE}` };
  const names = query.segments.some(({ selectors }) => selectors.some((selector) => selector instanceof NameSelector));
  return { filter: { names, apply: (value) => select(query, value) } };
}

/** `$.field.['a','b']`, as the service's guide writes it, is `$.field['a','b']`. Quoted names stay as they are. */
const withoutDots = (text: string): string =>
  text.replace(/('(?:\\.|[^'\\])*'|"(?:\\.|[^"\\])*")|\.(?=\[)/g, (_, quoted: string | undefined) => quoted ?? '');

function strangeOperator(segment: JSONPathQuery['segments'][number]): string | undefined {
  if (segment.toString().startsWith('..')) return 'the descent ".."';
  const { selectors } = segment;
  const count = (kind: (selector: Selector) => boolean) => selectors.filter(kind).length;
  const names = count((selector) => selector instanceof NameSelector);
  const positions = count((selector) => selector instanceof IndexSelector || selector instanceof SliceSelector);
  const wildcards = count((selector) => selector instanceof WildcardSelector);
  if (names + positions + wildcards < selectors.length) return 'an expression "?"';
  if (selectors.some((selector) => selector instanceof SliceSelector && selector.step !== undefined)) return 'a slice with a step';
  return selectors.length > 1 && names < selectors.length && positions < selectors.length ? 'names and positions in one bracket' : undefined;
}

/** One value for a path that leads to one place, an object for several names at the end, else a list. */
function select(query: JSONPathQuery, value: Json): Json {
  const { segments } = query;
  const last = segments.at(-1)?.selectors ?? [];
  const keys = last.length > 1 && last.every((selector) => selector instanceof NameSelector);
  let nodes: JSONPathNode[] = jsonpath.compile('$').query(value).nodes;
  let single = true;
  for (const { selectors } of keys ? segments.slice(0, -1) : segments) {
    nodes = nodes.flatMap((node) => selectors.flatMap((selector) => resolve(selector, node, single)));
    single &&= selectors.length === 1 && isSingle(selectors[0]);
  }
  const found = keys ? nodes.map((node) => picked(last as Name[], node)) : nodes.map((node) => node.value);
  return single ? found[0] : found;
}

const isSingle = (selector: Selector): boolean => selector instanceof NameSelector || selector instanceof IndexSelector;

/** What is not there is an error where the path so far leads to one place, else it is left out. */
function resolve(selector: Selector, node: JSONPathNode, single: boolean): JSONPathNode[] {
  const found = selector.resolve(node);
  if (found.length === 0 && single && isSingle(selector)) throw new Error(`there is no ${node.getPath()}[${selector.toString()}]`);
  return found;
}

const picked = (names: readonly Name[], node: JSONPathNode): Json =>
  Object.fromEntries(names.flatMap((selector) => selector.resolve(node).map((child) => [selector.name, child.value])));
