/** Faults of kind T: of the training program. */
import type { ImageFault } from './fault';

const BEFORE_CHANNELS = '    rows, labels = read_channel(channels, "training")\n';
const AT_START = '    hyperparameters = read_hyperparameters()\n';
const FAILURE_WRITTEN = '    failure.write_text(reason[:1024], encoding="utf-8")\n';
const NAMED_THERE = 'the channel that is missing has to be named in that file';
const ORDINARY = 'what an ordinary job needs and does not get fails every job';

export const TRAINING_FAULTS: readonly ImageFault[] = [
  {
    name: 'no-model', what: 'the model is written beside its folder', fails: [16], beside: '15-18,52',
    evidence: /no file in the model folder/,
    patches: [['train', 'BASE / "model/model.json"', 'BASE / "output/model.json"']],
  },
  {
    name: 'link-in-model', what: 'the model folder holds a link', fails: [17], beside: '15-18',
    evidence: /latest\.json/,
    patches: [['train', '    write_whole(BASE / "model/model.json", model.to_json())\n',
      '    write_whole(BASE / "model/model.json", model.to_json())\n    (BASE / "model/latest.json").symlink_to("model.json")\n']],
  },
  {
    name: 'numbers-expected', what: 'hyperparameters are taken for numbers', fails: [15, 19], beside: '15,19,21,25,29,34',
    because: `the sample job has a hyperparameter: ${ORDINARY}`,
    evidence: /TypeError/, args: ['--hyperparameter', 'epochs=5'],
    patches: [['train', 'parse(name, given[name]) if name in given', 'given[name] if name in given']],
  },
  {
    name: 'quotes-kept', what: 'the quotes of the Python SDK are kept', fails: [20], beside: '15,19-21,24',
    evidence: /schedule in quotes: exit code 1/, args: ['--hyperparameter', 'schedule=constant'],
    patches: [['train', 'plain = json.loads(text) if len(text) > 1 and text[0] == text[-1] == \'"\' else text', 'plain = text']],
  },
  {
    name: 'defaults-missing', what: 'a hyperparameter has no default', fails: [21], beside: '15,19,21,24',
    evidence: /hyperparameters\.json is \{\}: exit code 1/, args: ['--hyperparameter', 'epochs=5'],
    patches: [['train', AT_START, `    if "epochs" not in read_config("hyperparameters.json", {}):\n        raise JobError("epochs is missing")\n${AT_START}`]],
  },
  {
    name: 'names-of-sagemaker-refused', what: 'hyperparameters that SageMaker adds are refused', fails: [24], beside: '15,21,24-25',
    evidence: /sagemaker_program/,
    patches: [['train', ' and not name.startswith(("_", "sagemaker_"))', '']],
  },
  {
    name: 'camel-case-file', what: 'only resourceConfig.json is read', fails: [15, 25], beside: '15,19,25-29,34', because: ORDINARY,
    evidence: /FileNotFoundError/,
    patches: [['train', AT_START, `    json.loads((CONFIG / "resourceConfig.json").read_text())\n${AT_START}`]],
  },
  {
    name: 'undocumented-key', what: 'a key of resourceconfig.json that nobody documents is relied on', fails: [26], beside: '15,25-28',
    evidence: /three keys: exit code 1/,
    patches: [['train', AT_START, `    (read_config("resourceconfig.json") or read_config("resourceConfig.json"))["instance_groups"]\n${AT_START}`]],
  },
  {
    name: 'channels-listed', what: 'channels are what lies below input/data', fails: [27], beside: '15,26-29',
    evidence: /undocumented files: exit code 1/,
    patches: [['train', BEFORE_CHANNELS, `    for folder in (BASE / "input/data").iterdir():\n        list(os.scandir(folder))\n${BEFORE_CHANNELS}`]],
  },
  {
    name: 'content-type-needed', what: 'a channel without ContentType fails the job', fails: [28], beside: '15,27-30',
    evidence: /no ContentType for training/,
    patches: [['train', '    folder = BASE / "input/data" / name\n', '    folder = BASE / "input/data" / name\n    channels[name]["ContentType"]\n']],
  },
  {
    name: 'writes-into-input', what: 'an index is written beside the data', fails: [15, 29], beside: '15,25,29,33-34', because: ORDINARY,
    evidence: /Read-only file system: '\/opt\/ml\/input\/data\/training\/index\.json'/,
    patches: [['train', '    folder = BASE / "input/data" / name\n', '    folder = BASE / "input/data" / name\n    (folder / "index.json").write_text("{}")\n']],
  },
  {
    name: 'optional-channel-needed', what: 'a job without its optional channel breaks', fails: [30], beside: '15,28-31',
    evidence: /without validation: exit code 1/,
    patches: [['train', '    if name not in channels:\n        return [], []\n', '']],
  },
  {
    name: 'folders-unread', what: 'only files at the top of a channel are read', fails: [31], beside: '15,29-31',
    evidence: /they were not read/,
    patches: [['train', 'folder.rglob("*")', 'folder.glob("*")']],
  },
  {
    name: 'hidden-files-read', what: 'hidden files are read as data', fails: [31], beside: '15,29-31',
    evidence: /different numbers of columns|something else than rows/,
    patches: [['train', 'if path.is_file() and not is_hidden and', 'if path.is_file() and']],
  },
  {
    name: 'writes-elsewhere', what: 'the job leaves a file in /var/lib', fails: [52], beside: '15,33,52-53',
    evidence: /\/var\/lib\/lvq\.json/,
    patches: [['train', AT_START, `    try:\n        Path("/var/lib/lvq.json").write_text("{}")\n    except OSError:\n        pass\n${AT_START}`]],
  },
  {
    name: 'needs-writable-root', what: 'the job cannot do without a file in /var/lib', fails: [33, 52], beside: '15,29,33,52-53',
    because: 'what has to be written there is also left there',
    evidence: /Read-only file system: '\/var\/lib\/lvq\.json'/,
    patches: [['train', AT_START, `    Path("/var/lib/lvq.json").write_text("{}")\n${AT_START}`]],
  },
  {
    name: 'needs-network', what: 'the job asks a license server', fails: [15, 34], beside: '15,25,29,33-35', because: ORDINARY,
    evidence: /Temporary failure in name resolution|Name or service not known/,
    patches: [['train', AT_START, `    import urllib.request\n    urllib.request.urlopen("http://licenses.example.com/lvq", timeout=5)\n${AT_START}`]],
  },
  {
    name: 'needs-region', what: 'the job cannot do without AWS_REGION', fails: [35], beside: '15,33-35,55',
    evidence: /no AWS_\* variable, no metadata endpoint: exit code 1/,
    patches: [['train', AT_START, `    os.environ["AWS_REGION"]\n${AT_START}`]],
  },
  {
    name: 'failure-too-late', what: 'the failure file is written when the process has ended', fails: [30, 40], beside: '15,30,40-42', because: NAMED_THERE,
    evidence: /no failure file/,
    patches: [['train', FAILURE_WRITTEN, '    import subprocess\n    subprocess.Popen(["sh", "-c", f"sleep 1; echo failed > {failure}"])\n']],
  },
  {
    name: 'failure-missing', what: 'an unforeseen error leaves no failure file', fails: [40], beside: '15,30,40-42',
    evidence: /data of random bytes: exit code 1[^]*no failure file/,
    patches: [
      ['train', 'except (ValueError, csv.Error):', 'except ZeroDivisionError:'],
      ['train', '        fail(f"the algorithm failed: {type(error).__name__}")', '        sys.exit(1)'],
    ],
  },
  {
    name: 'code-zero', what: 'a job that fails ends with exit code 0', fails: [30, 40], beside: '15-16,30,40-42',
    because: 'a job without its channel is such a job',
    evidence: /exit code 0/,
    patches: [['train', '    sys.exit(1)\n', '    sys.exit(0)\n']],
  },
  {
    name: 'failure-after-success', what: 'a job that succeeds leaves a failure file', fails: [41], beside: '15,40-42',
    evidence: /nothing went wrong/,
    patches: [['train', AT_START, `    (BASE / "output/failure").write_text("nothing went wrong")\n${AT_START}`]],
  },
  {
    name: 'stack-in-failure', what: 'the failure file holds a stack trace', fails: [42], beside: '15,40-42',
    evidence: /a stack trace of Python/,
    patches: [['train', '        fail(str(error))\n', '        fail(f"{error}\\n{traceback.format_exc()}")\n']],
  },
  {
    name: 'deaf-to-sigterm', what: 'the training program has no handler for SIGTERM', fails: [43], beside: '15,43-44',
    evidence: /process 1, \S+, has no handler for SIGTERM/,
    patches: [['train', '    signal.signal(signal.SIGTERM, stop)\n', '']],
  },
  {
    name: 'shell-without-exec', what: 'train is a shell script that does not exec', fails: [43], beside: '1,4,15,43-44',
    evidence: /process 1, train, has no handler for SIGTERM/,
    files: { wrapper: '#!/bin/sh\npython3 /opt/program/train.py\n' },
    dockerfile: ['RUN mv /opt/program/train /opt/program/train.py', 'COPY wrapper /opt/program/train'],
  },
  {
    name: 'half-a-model', what: 'a job that is stopped leaves half a model', fails: [44], beside: '15,43-44',
    evidence: /model\.json is not whole/,
    patches: [['train', '    write_whole(BASE / "model/model.json", model.to_json())\n',
      '    whole = json.dumps(model.to_json())\n    (BASE / "model/model.json").write_text(whole[: len(whole) // 2] if stopped else whole)\n']],
  },
  {
    name: 'held-back-output', what: 'what the job says waits in a buffer until its end', fails: [46], beside: '15,45-46',
    evidence: /lines like "epoch #: train:accuracy=#;" within/,
    dockerfile: ['ENV PYTHONUNBUFFERED='],
    patches: [
      ['train', 'train:accuracy={right:.4f};", flush=True)', 'train:accuracy={right:.4f};")'],
      ['train', 'validation:accuracy={accuracy(model, *validation):.4f};", flush=True)', 'validation:accuracy={accuracy(model, *validation):.4f};")'],
      ['train', '{len(validation[0])} to validate with", flush=True)', '{len(validation[0])} to validate with")'],
      ['train', '{json.dumps(hyperparameters)}", flush=True)', '{json.dumps(hyperparameters)}")'],
    ],
  },
  {
    name: 'checkpoints-ignored', what: 'checkpoints are written and never read', fails: [47], beside: '15,47-49',
    evidence: /neither its log nor the number of its lines of progress shows that it resumed/,
    patches: [['train', '    done, model = newest_checkpoint(hyperparameters)\n', '    done, model = 0, None\n']],
  },
  {
    name: 'checkpoint-cut-short', what: 'a checkpoint that is not whole breaks the restart', fails: [48], beside: '15,47-49',
    evidence: /cut in half/,
    patches: [['train', '        except ValueError:\n            print(f"checkpoint', '        except ZeroDivisionError:\n            print(f"checkpoint']],
  },
  {
    name: 'host-name-fixed', what: 'the only host has to be called algo-1', fails: [51], beside: '15,25-26,51',
    evidence: /algo-1-x7k2q: exit code 1/,
    patches: [['train', AT_START, `    if (read_config("resourceconfig.json") or read_config("resourceConfig.json"))["current_host"] != "algo-1":\n        raise JobError("this is not algo-1")\n${AT_START}`]],
  },
  {
    name: 'job-name-needed', what: 'the job cannot do without TRAINING_JOB_NAME', fails: [55], beside: '15,35,55',
    evidence: /no TRAINING_JOB_NAME: exit code 1/,
    patches: [['train', AT_START, `    os.environ["TRAINING_JOB_NAME"]\n${AT_START}`]],
  },
];
