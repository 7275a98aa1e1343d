/**
 * Numpy's format of arrays. The parsers of npm take big-endian numbers for little-endian ones, or a body that is cut for one that is
 * not, so it is read here.
 * @see https://numpy.org/doc/stable/reference/generated/numpy.lib.format.html
 */
import { quoted } from '../../../contract/quoted';
import { RuntimeError } from '../../shared/runtime-error';

const MAGIC = Buffer.from('\x93NUMPY', 'latin1');

/** As many as numpy knows. */
const AXES_MAX = 64;

/** The head ends at a multiple of this. Unit: bytes */
const HEAD_ALIGNMENT = 64;

const refuse = (problem: string): never => {
  throw new RuntimeError('SMA_RUN_BODY', `the body is not an array of numbers as numpy saves it: ${problem}`);
};

/** Reads the number at a place; the byte order is the body's. */
type ReadNumber = (view: DataView, at: number, isLittle: boolean) => number;

function halfFloat(view: DataView, at: number, isLittle: boolean): number {
  const bits = view.getUint16(at, isLittle);
  const sign = bits < 0x8000 ? 1 : -1;
  const exponent = Math.floor(bits / 1024) % 32;
  const fraction = bits % 1024;
  if (exponent === 31) return fraction ? NaN : sign * Infinity;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

function whole(value: bigint): number {
  if (BigInt.asIntN(54, value) !== value) refuse('it holds a whole number beyond 2^53, which a number of JavaScript cannot be');
  return Number(value);
}

/** By numpy's name without byte order. */
const READERS: Readonly<Record<string, ReadNumber>> = {
  b1: (view, at) => Number(view.getUint8(at) !== 0),
  i1: (view, at) => view.getInt8(at),
  u1: (view, at) => view.getUint8(at),
  i2: (view, at, isLittle) => view.getInt16(at, isLittle),
  u2: (view, at, isLittle) => view.getUint16(at, isLittle),
  i4: (view, at, isLittle) => view.getInt32(at, isLittle),
  u4: (view, at, isLittle) => view.getUint32(at, isLittle),
  i8: (view, at, isLittle) => whole(view.getBigInt64(at, isLittle)),
  u8: (view, at, isLittle) => whole(view.getBigUint64(at, isLittle)),
  f2: halfFloat,
  f4: (view, at, isLittle) => view.getFloat32(at, isLittle),
  f8: (view, at, isLittle) => view.getFloat64(at, isLittle),
};

/** The description at the beginning: a dictionary of Python. */
function headOf(body: Buffer): { readonly text: string; readonly end: number } {
  if (body.length < 12 || !body.subarray(0, MAGIC.length).equals(MAGIC)) refuse('it does not begin like one');
  const version = body[6];
  if (version < 1 || version > 3) refuse(`its format has version ${version}; 1, 2 and 3 are known`);
  const [start, length] = version === 1 ? [10, body.readUInt16LE(8)] : [12, body.readUInt32LE(8)];
  if (start + length > body.length) refuse('it ends inside its head');
  return { text: body.toString('latin1', start, start + length), end: start + length };
}

const found = (text: string, pattern: RegExp, name: string): string => pattern.exec(text)?.[1] ?? refuse(`its head says no ${name}`);

function shapeOf(text: string): number[] {
  const listed = found(text, /'shape'\s*:\s*\(([\d\sL,]*)\)/, 'shape');
  const shape = listed.split(',').map((size) => size.trim().replace(/L$/, '')).filter((size) => size !== '').map(Number);
  if (shape.length > AXES_MAX) refuse(`it has ${shape.length} axes`);
  return shape;
}

/** What is needed to read a value by its place in row-major order of axes. */
interface Layout {
  readonly shape: readonly number[];
  /** Numbers between neighbours along each axis. */
  readonly steps: readonly number[];
}

function layoutOf(shape: readonly number[], isFortran: boolean): Layout {
  const steps: number[] = new Array(shape.length);
  let step = 1;
  for (let count = 0; count < shape.length; count++) {
    const axis = isFortran ? count : shape.length - 1 - count;
    steps[axis] = step;
    step *= shape[axis];
  }
  return { shape, steps };
}

/** @returns a number, or arrays of numbers as deep as there are axes left */
function valueAt(layout: Layout, axis: number, place: number, read: (place: number) => number): unknown {
  const { shape, steps } = layout;
  if (axis === shape.length) return read(place);
  const values: unknown[] = new Array(shape[axis]);
  for (let index = 0; index < values.length; index++) {
    values[index] = valueAt(layout, axis + 1, place + index * steps[axis], read);
  }
  return values;
}

/**
 * The rows of an array: along its first axis, or the one number of an array without axes.
 * @throws RuntimeError SMA_RUN_BODY (400)
 */
export function parseNpy(body: Buffer): readonly unknown[] {
  const { text, end } = headOf(body);
  const type = found(text, /'descr'\s*:\s*'([^']*)'/, 'type');
  const isFortran = found(text, /'fortran_order'\s*:\s*(True|False)/, 'order') === 'True';
  const shape = shapeOf(text);
  const name = type.slice(1);
  if (!/^[<>|=]/.test(type) || !Object.hasOwn(READERS, name)) refuse(`its type ${quoted(type)} is none of ${Object.keys(READERS).join(', ')}`);
  const size = Number(name.slice(1));
  const count = shape.reduce((product, length) => product * length, 1);
  if (count * size !== body.length - end) refuse(`its head says ${count} numbers of ${size} bytes, and ${body.length - end} bytes follow`);
  // An array without numbers may have any number of rows, which would cost memory and mean nothing.
  if (count === 0) return [];
  const view = new DataView(body.buffer, body.byteOffset + end, body.length - end);
  const read = READERS[name];
  const isLittle = type[0] !== '>';
  const rows = valueAt(layoutOf(shape, isFortran), 0, 0, (place) => read(view, place * size, isLittle));
  return Array.isArray(rows) ? rows : [rows];
}

/** The head of a file in row-major order; the numbers follow. */
export function npyHeader(type: string, shape: readonly number[]): Buffer {
  const listed = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const text = `{'descr': '${type}', 'fortran_order': False, 'shape': (${listed}), }`;
  const start = MAGIC.length + 4;
  const length = Math.ceil((start + text.length + 1) / HEAD_ALIGNMENT) * HEAD_ALIGNMENT - start;
  const head = Buffer.from([...MAGIC, 1, 0, 0, 0]);
  head.writeUInt16LE(length, start - 2);
  return Buffer.concat([head, Buffer.from(`${text.padEnd(length - 1)}\n`, 'latin1')]);
}
