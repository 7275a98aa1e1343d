/** Faults of kind I: of the inference program. */
import type { ImageFault } from './fault';

const MODEL_LOADED = '    port = int(os.environ.get("SAGEMAKER_BIND_TO_PORT", "8080"))\n';
const RECORDS_READ = '            rows = [features(model, at, record) for at, record in enumerate(read_records(kind, text), 1)]\n';
const BODY_READ = '        text = read_body()\n';
const QUICKLY = ['--startup-timeout', '6'] as const;
const NEVER_READY = 'a server that nobody reaches is never ready, for a job\'s model, either';

export const SERVING_FAULTS: readonly ImageFault[] = [
  {
    name: 'loopback-only', what: 'the server listens on 127.0.0.1', fails: [18, 57, 58], beside: '18,57-59', because: NEVER_READY,
    evidence: /was not ready within 6 s/, args: QUICKLY,
    patches: [['serve', 'Server("0.0.0.0", port', 'Server("127.0.0.1", port']],
  },
  {
    name: 'other-port', what: 'the server listens on port 8000', fails: [18, 57, 58], beside: '18,57-59', because: NEVER_READY,
    evidence: /was not ready within 6 s/, args: QUICKLY,
    patches: [['serve', MODEL_LOADED, '    port = 8000\n']],
  },
  {
    name: 'port-not-moved', what: 'the label promises to move the server, and it stays on 8080', fails: [62], beside: '11,57-58,62',
    evidence: /SAGEMAKER_BIND_TO_PORT=9099: the server was not ready/, args: QUICKLY,
    patches: [['serve', MODEL_LOADED, '    port = 8080\n']],
  },
  {
    name: 'ping-with-body', what: 'the answer to a ping has a body', fails: [58], beside: '57-59',
    evidence: /pong/,
    patches: [['serve', '        return Response(status=200)\n', '        return "pong"\n']],
  },
  {
    name: 'ping-before-load', what: 'pings are answered with 200 while the model is loaded, and when it cannot be', fails: [59, 61], beside: '57-61',
    because: 'who does not look at the model does not notice either that there is none',
    evidence: /the first request after it, \S+: 503/, args: QUICKLY,
    patches: [
      ['serve', '    try:\n        model = lvq.Model.from_json(json.loads(MODEL.read_text()))\n    except (OSError, ValueError, KeyError, AttributeError) as error:\n        sys.exit(f"{MODEL.name} cannot be loaded: {error}")\n',
        '    model = lvq.Model([], [], [], [], [])\n    def load():\n        time.sleep(1.5)\n        vars(model).update(vars(lvq.Model.from_json(json.loads(MODEL.read_text()))))\n    threading.Thread(target=load, daemon=True).start()\n'],
      ['serve', BODY_READ, `${BODY_READ}        if not model.classes:\n            raise Refusal(503, "the model is being loaded")\n`],
    ],
  },
  {
    name: 'ping-behind-predictions', what: 'a ping waits until predictions are done', fails: [60], beside: '57-60',
    evidence: /a ping: no answer: no complete answer within 2 s/,
    patches: [
      ['serve', '        return Response(status=200)\n', '        with computing:\n            return Response(status=200)\n'],
      // As long as a larger model would need.
      ['serve', RECORDS_READ, `            time.sleep(len(text) / 65536)\n${RECORDS_READ}`],
    ],
  },
  {
    name: 'loads-at-first-request', what: 'the model is loaded at the first request', fails: [61], beside: '57-61',
    evidence: /no model files: \/ping is 200/,
    patches: [
      ['serve', '    try:\n        model = lvq.Model.from_json(json.loads(MODEL.read_text()))\n    except (OSError, ValueError, KeyError, AttributeError) as error:\n        sys.exit(f"{MODEL.name} cannot be loaded: {error}")\n', '    model = None\n'],
      ['serve', BODY_READ, `${BODY_READ}        model = lvq.Model.from_json(json.loads(MODEL.read_text()))\n`],
    ],
  },
  {
    name: 'writes-beside-model', what: 'the server needs a lock file beside the model', fails: [18, 58, 63], beside: '18,57-58,63-64',
    because: 'the model folder is read-only for every server',
    evidence: /Read-only file system: '\/opt\/ml\/model\/\.lock'/,
    patches: [['serve', MODEL_LOADED, `    MODEL.with_name(".lock").touch()\n${MODEL_LOADED}`]],
  },
  {
    name: 'server-needs-writable-root', what: 'the server needs a file in /var/lib', fails: [63], beside: '18,57-58,63-64',
    evidence: /Read-only file system: '\/var\/lib\/lvq\.pid'/,
    patches: [['serve', MODEL_LOADED, `    Path("/var/lib/lvq.pid").touch()\n${MODEL_LOADED}`]],
  },
  {
    name: 'server-asks-network', what: 'the server asks for updates, in vain', fails: [64], beside: '57-58,63-64',
    evidence: /an attempt: no updates: .*(name resolution|not known)/,
    patches: [['serve', MODEL_LOADED, `    import urllib.request\n    try:\n        urllib.request.urlopen("http://updates.example.com/", timeout=5)\n    except OSError as error:\n        print(f"no updates: {error}", flush=True)\n${MODEL_LOADED}`]],
  },
  {
    name: 'server-needs-region', what: 'the server cannot do without AWS_REGION', fails: [64], beside: '18,57-58,63-64',
    evidence: /KeyError: 'AWS_REGION'/,
    patches: [['serve', MODEL_LOADED, `    os.environ["AWS_REGION"]\n${MODEL_LOADED}`]],
  },
  {
    name: 'parameters-of-content-type', what: 'a content type with a charset is unknown', fails: [66], beside: '65-68',
    evidence: /text\/csv; charset=utf-8: 415/,
    patches: [['serve', 'kind = request.mimetype if request.mimetype not in', 'kind = request.content_type if request.mimetype not in']],
  },
  {
    name: 'no-415', what: 'an unknown content type is taken for CSV', fails: [67], beside: '65-69',
    evidence: /x-conformance-decoy: 200/,
    patches: [['serve', '        raise Refusal(415, f"the content type {kind} is not known; {\', \'.join(TYPES)} are")\n', '        return CSV\n']],
  },
  {
    name: 'accept-breaks', what: 'an Accept that cannot be met is an error of the server', fails: [68], beside: '65-69',
    evidence: /x-conformance-decoy: 500/,
    patches: [['serve', '        raise Refusal(406, f"answers are {\', \'.join(TYPES)}")\n', '        return TYPES[accepted]\n']],
  },
  {
    name: 'no-content-type', what: 'answers have no content type', fails: [69], beside: '65,68-69',
    evidence: /200 without a content type/,
    patches: [['serve', '            return Response(written(answer, [model.predict(row) for row in rows]), content_type=answer)\n',
      '            response = Response(written(answer, [model.predict(row) for row in rows]))\n            del response.headers["Content-Type"]\n            return response\n']],
  },
  {
    name: '500-for-bad-bytes', what: 'a body that is no UTF-8 is an error of the server', fails: [70], beside: '65,70-71',
    evidence: /not the type at all: 500/,
    patches: [['serve', '    except UnicodeDecodeError:\n        raise Refusal(400, "the body is no UTF-8")\n', '    finally:\n        pass\n']],
  },
  {
    name: 'stack-in-answer', what: 'a refusal shows the stack', fails: [71], beside: '65,70-71',
    evidence: /a stack trace of Python/,
    patches: [['serve', '        return {"error": refusal.reason}, refusal.status\n', '        import traceback\n        return {"error": traceback.format_exc()}, refusal.status\n']],
  },
  {
    name: 'unknown-header', what: 'a header that AWS may add is refused', fails: [72], beside: '65,72-73',
    evidence: /the header X-Amzn-Decoy is unknown/,
    patches: [['serve', BODY_READ, `${BODY_READ}        if "X-Amzn-Decoy" in request.headers:\n            raise Refusal(400, "the header X-Amzn-Decoy is unknown")\n`]],
  },
  {
    name: 'long-attributes', what: 'custom attributes of more than 256 characters are refused', fails: [73], beside: '65,72-73',
    evidence: /too long/,
    patches: [['serve', BODY_READ, `${BODY_READ}        if len(request.headers.get("X-Amzn-SageMaker-Custom-Attributes", "")) > 256:\n            raise Refusal(400, "the attributes are too long")\n`]],
  },
  {
    name: 'no-413', what: 'a body that is too large is an error of the server', fails: [74], beside: '65,74-75',
    evidence: /: 500, .* after/,
    patches: [['serve', '        raise Refusal(413, f"the body has {size} bytes; {BODY_MAX_BYTES} are possible")\n', '        raise MemoryError(size)\n']],
  },
  {
    name: 'length-needed', what: 'a body in chunks is refused', fails: [75], beside: '65,74-75,85',
    evidence: /in chunks: 411/,
    patches: [['serve', BODY_READ, `        if request.content_length is None:\n            raise Refusal(411, "Content-Length is missing")\n${BODY_READ}`]],
  },
  {
    name: 'answers-mixed-up', what: 'what is kept between two steps belongs to whoever came last', fails: [76], beside: '65,76-77',
    evidence: /8 at a time: /,
    patches: [
      ['serve', BODY_READ, `${BODY_READ}        app.config["text"] = text\n        time.sleep(0.01)\n`],
      ['serve', 'enumerate(read_records(kind, text)', 'enumerate(read_records(kind, app.config["text"])'],
    ],
  },
  {
    name: 'parameters-of-the-api', what: 'execution parameters have the API\'s spelling', fails: [79], beside: '58,79-80',
    evidence: /BatchStrategy is "MultiRecord"/,
    patches: [['serve', '"BatchStrategy": "MULTI_RECORD"', '"BatchStrategy": "MultiRecord"']],
  },
  {
    name: 'strategy-needed', what: 'a transform job that names no strategy breaks the server', fails: [80], beside: '58,79-84',
    evidence: /KeyError: 'SAGEMAKER_BATCH_STRATEGY'/,
    patches: [['serve', MODEL_LOADED, `    if "SAGEMAKER_BATCH" in os.environ:\n        os.environ["SAGEMAKER_BATCH_STRATEGY"]\n${MODEL_LOADED}`]],
  },
  {
    name: 'last-line-lost', what: 'a last record without a line break is lost', fails: [81], beside: '65,81-84',
    evidence: /no line break at the end: \d+ results/,
    patches: [['serve', 'csv.reader(io.StringIO(text), strict=True)', 'csv.reader(io.StringIO(text[: text.rfind("\\n") + 1] or text), strict=True)']],
  },
  {
    name: 'records-depend-on-each-other', what: 'records are centred by the mean of their request', fails: [82], beside: '65,81-84',
    evidence: /together: .*[^]*one by one: /,
    patches: [['serve', RECORDS_READ, `${RECORDS_READ}            rows = [[value - sum(column) / len(rows) + mean for value, column, mean in zip(row, zip(*rows), model.means)] for row in rows]\n`]],
  },
  {
    name: 'bad-records-dropped', what: 'a record that cannot be used is left out of the answer', fails: [83], beside: '65,70,81-84',
    evidence: /is bad \(words\): \d+ results/,
    patches: [['serve', RECORDS_READ,
      '            rows = []\n            for at, record in enumerate(read_records(kind, text), 1):\n                try:\n                    rows.append(features(model, at, record))\n                except Refusal:\n                    pass\n']],
  },
  {
    name: 'json-of-python', what: 'an answer in JSON is what Python prints', fails: [84], beside: '65,69,81-84',
    evidence: /as JSON/,
    patches: [['serve', 'return json.dumps({"predictions": predictions})', 'return str({"predictions": predictions})']],
  },
  {
    name: 'server-deaf-to-sigterm', what: 'the server has no handler for SIGTERM', fails: [85], beside: '58,85-86',
    evidence: /process 1, \S+, has no handler for SIGTERM/,
    patches: [['serve', '    signal.signal(signal.SIGTERM, lambda *_: stop.set())\n', '']],
  },
  {
    name: 'server-in-shell', what: 'serve is a shell script that does not exec', fails: [85], beside: '2,4,58,85-86',
    evidence: /process 1, serve, has no handler for SIGTERM/,
    files: { wrapper: '#!/bin/sh\npython3 /opt/program/serve.py\n' },
    dockerfile: ['RUN mv /opt/program/serve /opt/program/serve.py', 'COPY wrapper /opt/program/serve'],
  },
  {
    name: 'requests-dropped', what: 'SIGTERM ends the server in the middle of its answers', fails: [85], beside: '58,85-86',
    evidence: /the request that was with the server at SIGTERM: no answer/,
    patches: [['serve', '    server.drain()\n', '']],
  },
  {
    name: 'get-answered', what: 'GET on /invocations is answered', fails: [86], beside: '65,85-86',
    evidence: /GET \/invocations: 200/,
    patches: [['serve', '    @app.post("/invocations")\n    def invocations():\n', '    @app.route("/invocations", methods=["GET", "POST"])\n    def invocations():\n        if request.method == "GET":\n            return "use POST"\n']],
  },
  {
    name: 'memory-kept', what: 'something of every request is kept', fails: [87], beside: '58,87-88',
    evidence: /at most .* was expected/,
    patches: [
      ['serve', '    app = Flask(__name__)\n', '    app = Flask(__name__)\n    seen = []\n'],
      ['serve', BODY_READ, `${BODY_READ}        seen.append(b"x" * 200_000 + text.encode())\n`],
    ],
  },
  {
    name: 'server-in-answer', what: 'an answer names the server that gave it', fails: [80, 88], beside: '65,80,88',
    because: 'the server of a transform job is another one, too',
    evidence: /in real time/,
    patches: [
      ['serve', 'TYPES = (CSV, JSON, JSON_LINES)\n', 'TYPES = (CSV, JSON, JSON_LINES)\nSERVER = str(time.time())\n'],
      ['serve', '{"predictions": predictions}', '{"predictions": predictions, "server": SERVER}'],
    ],
  },
  {
    name: 'format-unnamed', what: 'a model of an older format is refused without a reason', fails: [89], beside: '58,61,89',
    evidence: /no line of the log says why/,
    patches: [['serve', 'sys.exit(f"{MODEL.name} cannot be loaded: {error}")', 'sys.exit("this cannot be used")']],
  },
];
