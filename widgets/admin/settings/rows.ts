import type { ReactiveControllerHost } from 'lit';

export interface Row<T> {
  /** The same for as long as the row is there. */
  readonly key: number;
  /** What its fields begin with; null in a row that was added. */
  readonly value: T | null;
}

/** Rows of a form that people add and take away. What is typed stays in the row's own fields until the form is read. */
export class Rows<T> {
  readonly #host: ReactiveControllerHost;
  #source: readonly T[] | null = null;
  #rows: readonly Row<T>[] = [];
  #keys = 0;

  constructor(host: ReactiveControllerHost) {
    this.#host = host;
  }

  /** One row for each of these, with what was added and taken away since they came. */
  of(source: readonly T[]): readonly Row<T>[] {
    if (source !== this.#source) {
      this.#source = source;
      this.#rows = source.map((value) => this.#rowOf(value));
    }
    return this.#rows;
  }

  add(): void {
    this.#rows = [...this.#rows, this.#rowOf(null)];
    this.#host.requestUpdate();
  }

  remove(key: number): void {
    this.#rows = this.#rows.filter((row) => row.key !== key);
    this.#host.requestUpdate();
  }

  #rowOf(value: T | null): Row<T> {
    this.#keys += 1;
    return { key: this.#keys, value };
  }
}
