/** Checks of kind I that a label decides: without it there is nothing to show. */
import { GUIDE, inspected, type ProbedImage } from './image-subject';
import { BIDIRECTIONAL_STREAMING_LABEL, MULTI_MODELS_LABEL } from '../../../contract/container-http';
import { pass, skip, type Check } from '../check';

const promised = (number: number, label: string, name: string, page: string): Check<ProbedImage> => inspected<ProbedImage>({
  number, kind: 'I', name, source: `${GUIDE}/${page}.html`,
}, ({ labels }, { commands }) => {
  if (!commands.includes('serve')) return skip('the image does not serve');
  return labels[label] === undefined ? pass(`the label ${label} is not set: nothing is promised`)
    : skip(`the label ${label} is set; what it promises is not tried yet`);
});

export const WEB_SOCKET = promised(91, BIDIRECTIONAL_STREAMING_LABEL,
  'an image that promises bidirectional streaming answers on its WebSocket', 'your-algorithms-inference-code');
export const MULTI_MODEL = promised(92, MULTI_MODELS_LABEL,
  'an image that promises several models loads, lists and unloads them', 'mms-container-apis');
