/** How the form of a request is written down: the types of SageMaker's service model, as data. */

export interface StringShape {
  readonly type: 'string';
  /** The service model's name of the shape, for example `EntityName`. */
  readonly name: string;
  /** Unit: characters. */
  readonly min?: number;
  /** Unit: characters. */
  readonly max?: number;
  /** The whole text has to match. */
  readonly pattern?: RegExp;
  /** What `pattern` says, in words that follow "has to be". */
  readonly words?: string;
  /** A text that is right. */
  readonly example?: string;
  /** The only texts that there are. */
  readonly values?: readonly string[];
  /** Texts that are known; others of the right pattern may exist. */
  readonly known?: readonly string[];
}

export interface NumberShape {
  /** Both are whole; `integer` has 32 bits, `long` 64. */
  readonly type: 'integer' | 'long';
  readonly min?: number;
  readonly max?: number;
}

export interface BooleanShape {
  readonly type: 'boolean';
}

export interface ListShape {
  readonly type: 'list';
  readonly of: RequestShape;
  readonly min?: number;
  readonly max?: number;
}

export interface MapShape {
  readonly type: 'map';
  readonly key: StringShape;
  readonly of: StringShape;
  readonly max?: number;
}

export interface MemberShape {
  readonly shape: RequestShape;
  readonly required: boolean;
}

export interface StructureShape {
  readonly type: 'structure';
  readonly members: Readonly<Record<string, MemberShape>>;
}

export type RequestShape = StringShape | NumberShape | BooleanShape | ListShape | MapShape | StructureShape;

type Limits<S> = Omit<S, 'type' | 'name' | 'of' | 'key'>;

export const string = (name: string, limits: Limits<StringShape> = {}): StringShape => ({ type: 'string', name, ...limits });
export const choice = (name: string, ...values: string[]): StringShape => ({ type: 'string', name, values });
export const integer = (limits: Limits<NumberShape> = {}): NumberShape => ({ type: 'integer', ...limits });
export const list = (of: RequestShape, limits: Limits<ListShape> = {}): ListShape => ({ type: 'list', of, ...limits });
export const map = (key: StringShape, of: StringShape, limits: Limits<MapShape> = {}): MapShape => ({ type: 'map', key, of, ...limits });
export const LONG: NumberShape = { type: 'long' };
export const BOOLEAN: BooleanShape = { type: 'boolean' };

/** A structure; members whose name ends with `*` are required. */
export const structure = (members: Readonly<Record<string, RequestShape>>): StructureShape => ({
  type: 'structure',
  members: Object.fromEntries(Object.entries(members).map(([name, shape]) =>
    [name.replace(/\*$/, ''), { shape, required: name.endsWith('*') }])),
});
