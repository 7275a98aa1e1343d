/** Reads and applies an AWS service model, the JSON that botocore carries: the validator that its own clients do not have. */

export interface ModelShape {
  readonly type: 'structure' | 'list' | 'map' | 'string' | 'integer' | 'long' | 'boolean';
  readonly members?: Readonly<Record<string, { readonly shape: string }>>;
  readonly required?: readonly string[];
  readonly member?: { readonly shape: string };
  readonly key?: { readonly shape: string };
  readonly value?: { readonly shape: string };
  readonly min?: number;
  readonly max?: number;
  readonly pattern?: string;
  readonly enum?: readonly string[];
}

export interface ServiceModel {
  readonly shapes: Readonly<Record<string, ModelShape>>;
}

/** What a newer model says otherwise: members are added, everything else replaces. `null` takes a limit away. */
export interface Amendment {
  readonly why: string;
  readonly shape: { readonly [K in keyof ModelShape]?: ModelShape[K] | null };
}

/** A model with amendments. */
export function amended(model: ServiceModel, amendments: Readonly<Record<string, Amendment>>): ServiceModel {
  const shapes: Record<string, ModelShape> = { ...model.shapes };
  for (const [name, { shape }] of Object.entries(amendments)) {
    const former = shapes[name];
    const members = shape.members || former?.members ? { members: { ...former?.members, ...shape.members } } : {};
    const merged = Object.entries({ ...former, ...shape, ...members }).filter(([, value]) => value !== null);
    shapes[name] = Object.fromEntries(merged) as unknown as ModelShape;
  }
  return { shapes };
}

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Patterns mean the whole text, whether the model anchors them or not. */
const matches = (text: string, pattern: string): boolean =>
  new RegExp(`^(?:${pattern})$`, pattern.includes('\\p{') ? 'u' : '').test(text);

const outside = (size: number, { min = 0, max = Infinity }: ModelShape): string[] =>
  (size < min || size > max ? [`size ${size} outside ${min} to ${max}`] : []);

/** Everything in which a value differs from a shape of a model. */
export function violations(model: ServiceModel, shapeName: string, value: unknown, path = shapeName): string[] {
  const shape = model.shapes[shapeName];
  const told = (problems: string[]) => problems.map((problem) => `${path}: ${problem}`);
  const inner = (name: string, part: unknown, at: string) => violations(model, name, part, at);
  switch (shape.type) {
    case 'structure': {
      if (!isObject(value)) return told(['no object']);
      const members = shape.members ?? {};
      return [
        ...told((shape.required ?? []).filter((name) => value[name] === undefined).map((name) => `no ${name}`)),
        ...told(Object.keys(value).filter((name) => !Object.hasOwn(members, name)).map((name) => `unknown ${name}`)),
        ...Object.entries(members).flatMap(([name, member]) => (value[name] === undefined ? [] : inner(member.shape, value[name], `${path}.${name}`))),
      ];
    }
    case 'list':
      if (!Array.isArray(value)) return told(['no list']);
      return [...told(outside(value.length, shape)), ...value.flatMap((item, index) => inner(shape.member!.shape, item, `${path}[${index}]`))];
    case 'map':
      if (!isObject(value)) return told(['no map']);
      return [
        ...told(outside(Object.keys(value).length, shape)),
        ...Object.entries(value).flatMap(([key, item]) => [...inner(shape.key!.shape, key, `${path} key`), ...inner(shape.value!.shape, item, `${path}.${key}`)]),
      ];
    case 'string':
      if (typeof value !== 'string') return told(['no string']);
      return told([
        ...outside(value.length, shape),
        ...(shape.enum && !shape.enum.includes(value) ? [`${value} is none of the enum`] : []),
        ...(shape.pattern && !matches(value, shape.pattern) ? [`${JSON.stringify(value)} does not match ${shape.pattern}`] : []),
      ]);
    case 'boolean': return told(typeof value === 'boolean' ? [] : ['no boolean']);
    case 'integer': case 'long': {
      if (!Number.isInteger(value)) return told(['no whole number']);
      const { min = -Infinity, max = Infinity } = shape;
      return told((value as number) < min || (value as number) > max ? [`${String(value)} outside ${min} to ${max}`] : []);
    }
    default: throw new Error(`the model has a shape of type ${String(shape.type)} at ${path}, which no CreateAlgorithm request had`);
  }
}
