/* Rows of CSV to numbers, one number a row back. */
import { serveBare } from './bare-server.mjs';
import { sumRows } from '../sum-rows';

serveBare((text) => `${sumRows(text.trimEnd().split('\n').map((line) => line.split(','))).join('\n')}\n`);
