/**
 * The directories that wait to be requested: a first-in, first-out queue of numbers, which makes a walk breadth-first.
 *
 * A circular buffer that doubles when it is full and never shrinks: 4 bytes a pending directory.
 */
export class DirectoryQueue {
  #items: Int32Array = new Int32Array(1024);
  #head = 0;
  #length = 0;

  get length(): number {
    return this.#length;
  }

  push(directory: number): void {
    if (this.#length === this.#items.length) this.#grow();
    this.#items[(this.#head + this.#length++) & (this.#items.length - 1)] = directory;
  }

  /** The oldest, which there must be. */
  shift(): number {
    const directory = this.#items[this.#head]!;
    this.#head = (this.#head + 1) & (this.#items.length - 1);
    this.#length--;
    return directory;
  }

  #grow(): void {
    const { length } = this.#items;
    const grown = new Int32Array(2 * length);
    for (let i = 0; i < length; i++) grown[i] = this.#items[(this.#head + i) & (length - 1)]!;
    this.#items = grown;
    this.#head = 0;
  }
}
