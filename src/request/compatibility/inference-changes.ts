import type { Change } from './change-kinds';
import { changedFirst, changedTexts, changedValue } from './list-changes';
import type { InferenceSpecification } from '../../contract/create-algorithm';

const INFERENCE = 'InferenceSpecification';

/** An algorithm that only trains takes and gives nothing here. */
const NO_INFERENCE: InferenceSpecification = {
  Containers: [],
  SupportedTransformInstanceTypes: [],
  SupportedRealtimeInferenceInstanceTypes: [],
  SupportedContentTypes: [],
  SupportedResponseMIMETypes: [],
};

/** All that endpoints and batch transform jobs are given and give. */
export function inferenceChanges(old: InferenceSpecification = NO_INFERENCE, now: InferenceSpecification = NO_INFERENCE): Change[] {
  const [before, after] = [old.Containers[0], now.Containers[0]];
  const container = `${INFERENCE}.Containers[0]`;
  const requests = `${INFERENCE}.SupportedContentTypes`;
  const responses = `${INFERENCE}.SupportedResponseMIMETypes`;
  return [
    ...changedTexts(requests, old.SupportedContentTypes, now.SupportedContentTypes, 'content-type-removed', 'content-type-added'),
    ...changedFirst(requests, old.SupportedContentTypes, now.SupportedContentTypes, 'default-content-type-changed'),
    ...changedTexts(responses, old.SupportedResponseMIMETypes, now.SupportedResponseMIMETypes, 'response-type-removed', 'response-type-added'),
    ...changedFirst(responses, old.SupportedResponseMIMETypes, now.SupportedResponseMIMETypes, 'default-response-type-changed'),
    ...changedTexts(`${INFERENCE}.SupportedTransformInstanceTypes`, old.SupportedTransformInstanceTypes, now.SupportedTransformInstanceTypes,
      'transform-instance-type-removed', 'transform-instance-type-added'),
    ...changedTexts(`${INFERENCE}.SupportedRealtimeInferenceInstanceTypes`,
      old.SupportedRealtimeInferenceInstanceTypes, now.SupportedRealtimeInferenceInstanceTypes,
      'realtime-instance-type-removed', 'realtime-instance-type-added'),
    ...changedValue('additional-data-changed', `${container}.AdditionalS3DataSource`, before?.AdditionalS3DataSource, after?.AdditionalS3DataSource),
    ...changedValue('image-changed', `${container}.Image`, before?.Image, after?.Image),
    ...changedValue('image-changed', `${container}.ImageDigest`, before?.ImageDigest, after?.ImageDigest),
    ...changedValue('environment-changed', `${container}.Environment`, before?.Environment, after?.Environment),
  ];
}
