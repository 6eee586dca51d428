/** Rows under growing numbers, oldest first. */
export class Collection<Row extends object> {
  #rows = new Map<number, Row & {readonly id: number}>();
  #next: number;

  /** @param first The first row's number; the documented samples have one that is not 1. */
  constructor(private readonly first: number) {
    this.#next = first;
  }

  add(row: Row): Row & {readonly id: number} {
    const added = {...row, id: this.#next++};
    this.#rows.set(added.id, added);
    return added;
  }

  find(id: number): (Row & {readonly id: number}) | undefined {
    return this.#rows.get(id);
  }

  list(): readonly (Row & {readonly id: number})[] {
    return [...this.#rows.values()];
  }

  put(row: Row & {readonly id: number}): void {
    this.#rows.set(row.id, row);
  }

  delete(id: number): void {
    this.#rows.delete(id);
  }

  /** Empties it and counts from the start again. */
  clear(): void {
    this.#rows.clear();
    this.#next = this.first;
  }
}
