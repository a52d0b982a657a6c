// SPDX-License-Identifier: Apache-2.0
// A binary heap of numbered things, the smallest key first. Equal keys come out by number,
// so that nothing depends on the order of insertion.
export class Heap {
  #keys = [];
  #items = [];

  /** The key of what was popped last. */
  key = 0;

  #isLess(i, j) {
    return this.#keys[i] < this.#keys[j]
      || (this.#keys[i] === this.#keys[j] && this.#items[i] < this.#items[j]);
  }

  #swap(i, j) {
    [this.#keys[i], this.#keys[j]] = [this.#keys[j], this.#keys[i]];
    [this.#items[i], this.#items[j]] = [this.#items[j], this.#items[i]];
  }

  push(key, item) {
    let i = this.#keys.length;
    this.#keys.push(key);
    this.#items.push(item);
    for (let up = (i - 1) >> 1; i > 0 && this.#isLess(i, up); up = (i - 1) >> 1) {
      this.#swap(i, up);
      i = up;
    }
  }

  /** The item with the smallest key, or -1. */
  pop() {
    const last = this.#keys.length - 1;
    if (last < 0) return -1;
    this.#swap(0, last);
    this.key = this.#keys.pop();
    const item = this.#items.pop();
    for (let i = 0; ;) {
      let least = i;
      for (const down of [2 * i + 1, 2 * i + 2]) {
        if (down < last && this.#isLess(down, least)) least = down;
      }
      if (least === i) return item;
      this.#swap(i, least);
      i = least;
    }
  }
}
