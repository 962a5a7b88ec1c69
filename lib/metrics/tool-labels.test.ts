import { describe, expect, it } from 'vitest';
import { ToolLabels } from './tool-labels';

const names = (count: number) => Array.from({ length: count }, (_, i) => `tool-${i}`);

describe('tool labels', () => {
  it('are what the server lists', () => {
    const labels = new ToolLabels();
    labels.learn('a', ['search', 'fetch']);
    labels.learn('a', ['second page']);
    expect(labels.labelOf('a', 'search', false)).toBe('search');
    expect(labels.labelOf('a', 'second page', true)).toBe('second page');
    expect(labels.labelOf('a', 'invented', true)).toBe('_other');
    expect(labels.labelOf('a', '', true)).toBe('');
  });

  it('are what the server took, as long as its list has not been seen', () => {
    const labels = new ToolLabels();
    expect(labels.labelOf('a', 'invented', false)).toBe('_other');
    expect(labels.labelOf('a', 'search', true)).toBe('search');
    labels.learn('a', ['fetch']);
    // It has a series already.
    expect(labels.labelOf('a', 'search', true)).toBe('search');
  });

  it('are at most 100 of a server that takes every name, and what is beyond is counted', () => {
    const labels = new ToolLabels();
    const given = names(100_000).map((name) => labels.labelOf('a', name, true));
    expect(new Set(given).size).toBe(101);
    expect(labels.droppedSamples()).toBe(99_900);
    expect(labels.labelOf('b', 'search', true)).toBe('search');
  });

  it('are at most 500 over all servers', () => {
    const labels = new ToolLabels();
    const given = new Set<string>();
    for (const server of 'abcdefgh') {
      labels.learn(server, names(2_000));
      for (const name of names(200)) {
        const label = labels.labelOf(server, name, true);
        if (label !== '_other') given.add(`${server} ${label}`);
      }
    }
    expect(given.size).toBe(500);
  });
});
