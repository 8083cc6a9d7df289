import type { Figure } from './figure.ts';

/** The figures for people: a row each, with how many times more (or less) each peer needs. */
export const table = (figures: readonly Figure[]): string => {
  const rows = figures.map(({ name, unit, ours, peers }) => [
    name,
    `${round(ours)} ${unit}`,
    Object.entries(peers)
      .map(([peer, value]) => `${peer} ${round(value)} (${round(value / ours)}×)`)
      .join(', '),
  ]);
  const all = [['what', 'ours', 'beside it'], ...rows];
  const widths = [0, 1].map((column) => Math.max(...all.map((row) => row[column]?.length ?? 0)));
  return all
    .map((row) => `${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}\n`)
    .join('');
};

const round = (value: number): string => value.toLocaleString('en', { maximumSignificantDigits: 3 });
