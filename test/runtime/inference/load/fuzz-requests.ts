/** Seeded requests that a well-meaning caller would not send, as bytes on a connection. */
import type { Random } from '../../../support/random';

type Make = (random: Random) => string | Uint8Array;

const LONG = 20_000;
const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'CONNECT', 'PRI', 'post', 'FOO', '', 'M'.repeat(300)];
const PATHS = [
  '/invocations', '/ping', '/execution-parameters', '/metrics', '/', '*', '', '//', '/invocations/', '/INVOCATIONS', '/invocations?x=1', '/invocations#x', '/./invocations',
  '/invocations/../ping', '/%69nvocations', '/%00', '/%', '/\u00ff', 'http://example.com/invocations', 'http://', 'example.com:443', `/${'a'.repeat(LONG)}`, '/models', '/{}\'"<script>',
];
const VERSIONS = ['HTTP/1.1', 'HTTP/1.0', 'HTTP/0.9', 'HTTP/2.0', 'HTTP/9.9', 'HTTP/1.1 x', 'http/1.1', ''];

const TYPES = [
  'text/csv', 'application/json', 'application/jsonlines', 'application/x-npy', 'text/csv; charset=utf-8', 'text/csv;charset=latin1', 'TEXT/CSV', 'text/csv;;;=', 'text/csv; charset="', ';',
  '', ' ', '/', 'text', 'text/', '*/*', 'multipart/form-data; boundary=x', 'application/x-www-form-urlencoded', `a/${'b'.repeat(3_000)}`, 'application/json\t; q=0', '__proto__', 'constructor', '\u00e4/\u00f6',
];
const ACCEPTS = [
  '*/*', 'text/csv', 'application/json', 'text/*', '*/csv', 'text/csv;q=0', 'text/csv;q=0.5, application/json;q=0.9', 'text/csv;q=9', 'text/csv;q=', ',,,', ';q=1', '*', 'image/png',
  `${'a/b,'.repeat(1_000)}text/csv`, '__proto__', '*/*;q=0',
];
const LENGTHS = ['0', '1', '5', '-1', '+5', '0x10', '1e3', '99999999999', '999999999999999999999999', '5, 5', '5,6', 'abc', '', ' 5', '26214401', '5\t'];
const CODINGS = ['chunked', 'Chunked', 'chunked, chunked', 'gzip, chunked', 'chunked, gzip', 'identity', 'gzip', ' chunked', 'xchunked', ''];
const CHUNKS = [
  '0\r\n\r\n', '3\r\na,1\r\n0\r\n\r\n', '3;ext="x"\r\na,1\r\n0\r\n\r\n', '3\r\na,1\r\n0\r\nTrailer: x\r\n\r\n', 'zz\r\n', '-1\r\n', 'ffffffffffffffff\r\n', '3\r\na,1', '3\r\na,1XX0\r\n\r\n', '\r\n\r\n', '3\na,1\n0\n\n',
];

const HEADERS: ReadonlyArray<(random: Random) => string> = [
  (random) => `Content-Type: ${random.of(TYPES)}`,
  (random) => `Accept: ${random.of(ACCEPTS)}`,
  (random) => `Content-Length: ${random.of(LENGTHS)}`,
  (random) => `Transfer-Encoding: ${random.of(CODINGS)}`,
  (random) => `Expect: ${random.of(['100-continue', '200-ok', ''])}`,
  (random) => `Connection: ${random.of(['close', 'keep-alive', 'upgrade', 'Upgrade, HTTP2-Settings', 'content-length', ','])}`,
  (random) => `Upgrade: ${random.of(['websocket', 'h2c', 'TLS/1.0'])}`,
  (random) => `X-Amzn-SageMaker-Custom-Attributes: ${random.of(['a', 'x'.repeat(2_000), '\u00e9', '', 'a\tb'])}`,
  (random) => `X-Amzn-SageMaker-Inference-Id: ${random.of(['1', 'x'.repeat(2_000), '\u0001'])}`,
  (random) => `X-Amzn-SageMaker-Session-Id: ${random.of(['NEW_SESSION', 'x', '--', 'x'.repeat(2_000)])}`,
  (random) => `X-Long: ${'l'.repeat(random.below(LONG))}`,
  (random) => Array.from({ length: random.below(300) }, (_, index) => `X-${index}: ${index}`).join('\r\n') || 'X: 1',
  () => 'Host: a\r\nHost: b',
  () => 'no colon',
  () => ': no name',
  () => 'Sp ace: 1',
  () => 'X-Space : 1',
  () => 'X-Folded: 1\r\n 2',
  () => 'X-Nul: \u0000',
  () => 'X-Cr: \r1',
  () => 'Content-Encoding: gzip',
  () => 'Date: never',
  () => '__proto__: 1',
];

const record = (random: Random): unknown => random.of<unknown>([
  ['a', 1], ['a', '1'], ['a'], [], null, 1, 'a', true, {}, { id: 'a' }, ['a', null], ['a', 1e308], ['a', '1e999'], [{}, [[]]], ['a', 'NaN'], [1, -0], JSON.parse('{"__proto__": 1}'),
]);
const records = (random: Random): unknown[] => Array.from({ length: random.below(8) }, () => record(random));

/** Bodies by the content type that they have mostly. */
const BODIES: ReadonlyArray<readonly [type: string, make: Make]> = [
  ['text/csv', () => 'a,1\nb,2\n'],
  ['text/csv', (random) => random.of([
    '', '\n', '\r\n\r\n', ' ', '"', '"a', 'a,"1\n', '""', 'a,1\n"b', ',', ',,,\n', '\u0000', '\u00ef\u00bb\u00bfa,1', 'a\r1', '"a""b",1\n', 'a,NaN', 'a,1e999',
  ])],
  ['text/csv', (random) => `${'a,1\n'.repeat(random.below(500))}${random.of(['', 'b,x\n', '"', ','])}`],
  ['text/csv', (random) => random.bytes(random.below(500))],
  ['application/json', (random) => JSON.stringify({ instances: records(random) })],
  ['application/json', (random) => JSON.stringify(records(random))],
  ['application/json', (random) => JSON.stringify(record(random))],
  ['application/json', (random) => JSON.stringify({ instances: record(random) })],
  ['application/json', (random) => { const text = JSON.stringify(records(random)); return text.slice(0, random.below(text.length)); }],
  ['application/json', (random) => '['.repeat(random.below(100_000))],
  ['application/json', (random) => '{"a":'.repeat(random.below(20_000))],
  ['application/json', (random) => '9'.repeat(random.below(10_000))],
  ['application/jsonlines', (random) => records(random).map((value) => `${JSON.stringify(value)}\n`).join('')],
  ['application/jsonlines', (random) => `${'["a",1]\n'.repeat(random.below(500))}${random.of(['', '["b"]\n', '{', ' ', 'null\n'])}`],
  ['application/x-npy', (random) => {
    const [descr, order, shape] = [random.of(['<f8', '<f4', '|O', '>i2', 'x']), random.of(['False', 'True', '1']), random.of(['1', '2, 2', '-1', '99999999999', ''])];
    const head = `{'descr': '${descr}', 'fortran_order': ${order}, 'shape': (${shape},), }\n`;
    return `\u0093NUMPY${String.fromCharCode(1, 0, random.below(256), 0)}${head}${'\u0000'.repeat(random.below(40))}`;
  }],
];

/** A request of which some parts are as they should be. Every text is Latin-1: one character a byte. */
const request: Make = (random) => {
  const mostly = <T>(usual: T, choices: readonly T[]): T => random.below(12) === 0 ? random.of(choices) : usual;
  const [type, make] = random.of(BODIES);
  const body = Buffer.from(make(random) as string, 'latin1');
  const isChunked = random.below(5) === 0;
  const headers = ['Host: x', `Content-Type: ${mostly(type, TYPES)}`];
  if (random.below(4) === 0) headers.push(`Accept: ${random.of(ACCEPTS)}`);
  headers.push(isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${mostly(String(body.length), LENGTHS)}`);
  for (let more = random.below(6); more > 4; more--) headers.splice(random.below(headers.length + 1), 0, random.of(HEADERS)(random));
  const end = mostly('\r\n', ['\n', '\r', '\r\n']);
  const start = [mostly('POST', METHODS), mostly('/invocations', PATHS), mostly('HTTP/1.1', VERSIONS)].join(mostly(' ', ['  ', '\t', '']));
  const head = Buffer.from(`${[start, ...headers].join(end)}${end}${end}`, 'latin1');
  if (!isChunked) return Buffer.concat([head, body]);
  const chunked = mostly(`${body.length.toString(16)}\r\n${body.toString('latin1')}\r\n0\r\n\r\n`, CHUNKS);
  return Buffer.concat([head, Buffer.from(chunked, 'latin1')]);
};

const NO_REQUESTS: readonly Make[] = [
  (random) => random.bytes(1 + random.below(500)),
  () => 'PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n\u0000\u0000\u0000\u0004\u0000\u0000\u0000\u0000\u0000',
  (random) => Buffer.concat([Buffer.from([0x16, 0x03, 0x01, 0x02, 0x00, 0x01]), random.bytes(500)]),
  () => '\r\n'.repeat(100),
  () => 'GET /ping\r\n',
  () => '\u0000',
  (random) => 'A'.repeat(random.below(100_000)),
];

/** One connection's bytes: a request, several one behind the other, one that is cut or damaged, or none at all. */
export function fuzzedBytes(random: Random): Buffer {
  const one = (): Buffer => Buffer.from(request(random) as Uint8Array);
  switch (random.below(10)) {
    case 0: return Buffer.from(random.of(NO_REQUESTS)(random) as string, 'latin1');
    case 1: return Buffer.concat(Array.from({ length: 2 + random.below(3) }, one));
    case 2: {
      const bytes = one();
      return bytes.subarray(0, random.below(bytes.length));
    }
    case 3: {
      const bytes = one();
      for (let flips = 1 + random.below(4); flips > 0; flips--) bytes[random.below(bytes.length)] = random.below(256);
      return bytes;
    }
    default: return one();
  }
}
