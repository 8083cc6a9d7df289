/** Where in memory each recording's next byte belongs, by slot: side by side, so that the processor's cache has those of a thousand. */
export class Cursors {
  #places = new Uint32Array(1024);
  readonly #free: number[] = [];
  #made = 0;

  /** How many slots somebody has. */
  get count(): number {
    return this.#made - this.#free.length;
  }

  /** A slot of its own; its place is 0. */
  add(): number {
    const slot = this.#free.pop() ?? this.#make();
    this.#places[slot] = 0;
    return slot;
  }

  /** Somebody else may have the slot now. */
  remove(slot: number): void {
    this.#free.push(slot);
  }

  get(slot: number): number {
    return this.#places[slot] ?? 0;
  }

  set(slot: number, place: number): void {
    this.#places[slot] = place;
  }

  #make(): number {
    if (this.#made === this.#places.length) {
      const more = new Uint32Array(2 * this.#made);
      more.set(this.#places);
      this.#places = more;
    }
    this.#made += 1;
    return this.#made - 1;
  }
}
