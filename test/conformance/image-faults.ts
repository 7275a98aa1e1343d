/** Faults of kind M: what is seen of an image before its programs do anything. */
import type { ImageFault } from './fault';

/** Starts the program that is named by the word, as an entry point does. */
const START = '#!/bin/sh\nexec "/opt/program/$1"\n';
const NOTHING_STARTS = 'where nothing starts, no job ends well either';

export const IMAGE_FAULTS: readonly ImageFault[] = [
  {
    name: 'tini-entrypoint', what: 'tini is in front of the programs', fails: [3], beside: '1-4,15',
    evidence: /starts \/usr\/bin\/tini/,
    // It stands for tini: what is judged is the entry point, not the program.
    files: { tini: '#!/bin/sh\nshift\nexec "$@"\n', start: START },
    dockerfile: ['COPY tini /usr/bin/tini', 'COPY start /opt/program/start', 'ENTRYPOINT ["/usr/bin/tini", "--", "/opt/program/start"]'],
  },
  {
    name: 'shell-form-entrypoint', what: 'ENTRYPOINT is of the shell form', fails: [1, 2, 3, 15], beside: '1-4,15',
    because: `the shell drops both words, "train" and "serve"; ${NOTHING_STARTS}`,
    evidence: /the shell drops the word "train"/,
    files: { start: START },
    dockerfile: ['COPY start /opt/program/start', 'ENTRYPOINT /opt/program/start'],
  },
  {
    name: 'deaf-entrypoint', what: 'the entry point is the trainer, whatever the word is', fails: [18, 58], beside: '1-4,15,18,57-58',
    because: 'started as a server it trains and ends: it neither loads a model nor answers',
    evidence: /the server ended by itself/,
    dockerfile: ['ENTRYPOINT ["/opt/program/train"]'],
  },
  {
    name: 'not-executable', what: 'train has no execute bit', fails: [1, 4, 15], beside: '1-4,15', because: NOTHING_STARTS,
    evidence: /permission denied|executable file not found/,
    dockerfile: ['RUN chmod 0644 /opt/program/train'],
  },
  {
    name: 'not-on-path', what: 'the programs are in no folder of PATH', fails: [1, 2, 4, 15], beside: '1-4,15', because: NOTHING_STARTS,
    evidence: /executable file not found|no such file/i,
    dockerfile: ['ENV PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin'],
  },
  {
    name: 'user', what: 'USER is not root', fails: [5, 15, 40], beside: '3-5,15,40',
    because: 'the folders of a job belong to root: neither a model nor a reason can be written',
    evidence: /the user is "1000"/,
    dockerfile: ['USER 1000'],
  },
  {
    name: 'key-in-environment', what: 'a key of AWS is in the environment', fails: [10], beside: '8-11',
    evidence: /the variable AWS_ACCESS_KEY_ID holds an AWS access key/,
    dockerfile: ['ENV AWS_ACCESS_KEY_ID=AKIAIOSFODNN7EXAMPLE'],
  },
  {
    name: 'key-in-file', what: 'credentials of AWS are in a file', fails: [10], beside: '8-11',
    evidence: /\/root\/\.aws\/credentials holds an AWS access key/,
    files: { credentials: '[default]\naws_access_key_id = AKIAIOSFODNN7EXAMPLE\n' },
    dockerfile: ['COPY credentials /root/.aws/credentials'],
  },
  {
    name: 'token-in-history', what: 'a token of npm stands in a step of the build', fails: [10], beside: '8-11',
    evidence: /of the history holds an npm token/,
    dockerfile: ['RUN NPM_TOKEN=abcdefghijkl true'],
  },
  {
    name: 'label-not-true', what: 'a label that promises is "yes" instead of "true"', fails: [11], beside: '8-11,62',
    evidence: /accept-bind-to-port is "yes"/,
    dockerfile: ['LABEL com.amazonaws.sagemaker.capabilities.accept-bind-to-port=yes'],
  },
  {
    name: 'label-multi-models', what: 'the label promises several models, and there is no such route', fails: [92], beside: '11,91-92',
    evidence: /404/,
    dockerfile: ['LABEL com.amazonaws.sagemaker.capabilities.multi-models=true'],
  },
  {
    name: 'label-bidirectional', what: 'the label promises a WebSocket, and there is none', fails: [91], beside: '11,91-92',
    evidence: /404/,
    dockerfile: ['LABEL com.amazonaws.sagemaker.capabilities.bidirectional-streaming=true'],
  },
  {
    name: 'code-below-opt-ml', what: 'code of the image lies below /opt/ml', fails: [8], beside: '8-11',
    evidence: /\/opt\/ml\/code\/helper\.py/,
    files: { 'helper.py': '"""Nothing."""\n' },
    dockerfile: ['COPY helper.py /opt/ml/code/helper.py'],
  },
  {
    name: 'gpu-driver', what: 'the driver of NVIDIA is in the image', fails: [9], beside: '8-11',
    evidence: /libcuda\.so\.1/,
    files: { 'libcuda.so.1': 'no library, but its name\n' },
    dockerfile: ['COPY libcuda.so.1 /usr/lib/x86_64-linux-gnu/libcuda.so.1'],
  },
];
