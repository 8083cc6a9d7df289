import { type Block, blockBytes } from './block.ts';
import type { Blocks } from './blocks.ts';

/** Pieces of one file in blocks, which they hold. Each is a number alone: at a thousand recordings, objects would be a third of what recording costs. */
export class Pieces {
  readonly #blocks: Blocks;
  #places: number[] = [];

  constructor(blocks: Blocks) {
    this.#blocks = blocks;
  }

  get count(): number {
    return this.#places.length;
  }

  /** The record whose bytes begin there. */
  add(block: Block, from: number): void {
    block.hold();
    this.#places.push(block.number * blockBytes + from);
  }

  /** In their order, as long as they are held. */
  bytes(): Buffer[] {
    return this.#places.map((place) => this.#blockOf(place).piece(place % blockBytes));
  }

  release(): void {
    for (const place of this.#places) this.#blockOf(place).release();
    this.#places = [];
  }

  #blockOf(place: number): Block {
    return this.#blocks.at(Math.floor(place / blockBytes));
  }
}
