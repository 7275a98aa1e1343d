import type { AlgorithmSpec } from '../contract/algorithm-spec';
import type { AssemblyType, SplitType } from '../contract/create-algorithm';
import { LINE_MEDIA_TYPES, mediaType } from '../contract/media-types';

/** How a transform job cuts its objects where nobody says: by lines where records are lines. */
export const defaultSplitType = (contentType: string): SplitType => (LINE_MEDIA_TYPES.includes(mediaType(contentType)) ? 'Line' : 'None');

/** How it joins the answers: as it has cut the objects. */
export const defaultAssembly = (splitType: SplitType): AssemblyType => (splitType === 'Line' ? 'Line' : 'None');

/** What it asks for: predictions in the type of the data where there are such. */
export const defaultAccept = ({ responseTypes }: AlgorithmSpec['inference'], contentType: string): string | undefined =>
  responseTypes.find((type) => type === mediaType(contentType)) ?? responseTypes[0];
