import { expect, it } from 'vitest';
import { latencyFigure } from './numbers';

it.each([
  [0.424, '0.42', 'ms'],
  [3.14, '3.1', 'ms'],
  [87.4, '87', 'ms'],
  [999.4, '999', 'ms'],
  [999.6, '1.00', 's'],
  [1442, '1.44', 's'],
  [9996, '10.0', 's'],
  [60_000, '60.0', 's'],
  [600_000, '600', 's'],
])('%d ms reads %s %s', (ms, figure, unit) => expect(latencyFigure(ms)).toEqual({ figure, unit }));
