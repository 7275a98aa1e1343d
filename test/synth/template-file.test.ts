import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { TEMPLATES_DIR, renderTemplate } from '../../src/synth/template-file';

const templates = readdirSync(TEMPLATES_DIR, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.hbs'));

test('there are templates', () => {
  expect(templates.length).toBeGreaterThan(5);
});

test.each(templates.filter((name) => !name.startsWith('README')))('%s says where it comes from', (name) => {
  expect(readFileSync(join(TEMPLATES_DIR, name), 'utf8')).toContain(`rendered from templates/${name}`);
});

test('a name that the view lacks is an error', () => {
  expect(() => renderTemplate('container/train.ts', {})).toThrow(/"marker" not defined/);
});
