/** How often words were compared in this session; every exchange is one guess for somebody in the middle. */
export class WordsExchanges {
  #begun = 0;

  /** False when there have been three. */
  begin(): boolean {
    if (this.#begun >= 3) return false;
    this.#begun += 1;
    return true;
  }
}
