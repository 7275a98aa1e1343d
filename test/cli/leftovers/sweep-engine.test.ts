import { describe, expect, it } from 'vitest';
import { formatOwner, ownOwner } from '../../../src/cli/leftovers/owner';
import { ownersIn } from '../../../src/cli/leftovers/sweep-engine';

const owner = ownOwner();
const labels = { 'sm-algorithm.owner': formatOwner(owner) };

describe('whose the things of an engine are', () => {
  it.each([
    ['containers', { Id: 'abc', Name: '/sma-1', Config: { Labels: labels } }, 'abc'],
    ['volumes', { Name: 'sma-1-model', Labels: labels }, 'sma-1-model'],
    ['networks of docker', { Id: 'def', Name: 'sma-1-network', Labels: labels }, 'sma-1-network'],
    ['networks of podman', { id: 'def', name: 'sma-1-network', labels }, 'sma-1-network'],
  ])('stands in their labels: %s', (_, inspected, name) => {
    expect(ownersIn(JSON.stringify([inspected]))).toEqual([{ name, owner }]);
  });

  it('is unknown where a label is missing or of another form, and where the engine tells nothing', () => {
    expect(ownersIn(JSON.stringify([{ Name: 'a', Labels: null }, { Name: 'b', Labels: { 'sm-algorithm.owner': 'box:1' } }])))
      .toEqual([{ name: 'a', owner: undefined }, { name: 'b', owner: undefined }]);
    expect(ownersIn('Error: no such network')).toEqual([]);
  });
});
