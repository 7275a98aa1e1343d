import { type Checked, type Rule, applyRules } from './rule';
import type { CreateAlgorithmRequest } from '../contract/create-algorithm';

/** All rules of a request, in the order of the request. */
export const REQUEST_RULES: ReadonlyArray<Rule<CreateAlgorithmRequest>> = [];

/** Everything that is wrong with a CreateAlgorithm request, ours or not, all at once; paths are those of the request. */
export const checkRequest = (request: CreateAlgorithmRequest): Checked => applyRules(REQUEST_RULES, request);
