// Which epoch is shown: play, pause, step, back and the slider.

const $ = (id) => document.getElementById(id);
const SECONDS = { steady: 8, fast: 3 }; // for a whole run
const SHORTEST = 40; // milliseconds between two pictures

export class Player {
  /** `show(epoch, settled)` draws an epoch; settled is false while playing. It may return a promise, which is waited for. */
  constructor(show) {
    this.show = show;
    this.at = 0;
    this.last = 0;
    this.playing = false;
    $("back").addEventListener("click", () => this.go(this.at - 1));
    $("step").addEventListener("click", () => this.go(this.at + 1));
    $("play").addEventListener("click", () => (this.playing ? this.pause() : this.play()));
    $("epoch").addEventListener("input", () => this.go(Number($("epoch").value)));
  }

  /** Epochs 0 to `last` can be shown. */
  load(last) {
    this.playing = false;
    this.last = last;
    $("epoch").max = last;
    $("of").textContent = last;
    this.refresh();
  }

  /** Show an epoch and stay there. */
  go(epoch) {
    this.playing = false;
    return this.move(epoch, true);
  }

  pause() {
    return this.go(this.at);
  }

  async play() {
    this.playing = true;
    const run = (this.run = {}); // a new press of Play ends the old one
    if (this.at === this.last) this.at = 0;
    while (this.playing && this.run === run && this.at < this.last) {
      const pause = this.delay();
      const stride = Math.max(1, Math.round(SHORTEST / pause));
      const began = performance.now();
      await this.move(Math.min(this.at + stride, this.last), false);
      const rest = Math.max(pause, SHORTEST) - (performance.now() - began);
      await new Promise((resolve) => setTimeout(resolve, Math.max(rest, 0)));
    }
    if (this.playing && this.run === run) await this.go(this.at);
  }

  /** Milliseconds for one epoch. */
  delay() {
    const pace = $("pace").value;
    return pace === "slow" ? 700 : Math.min((1000 * SECONDS[pace]) / Math.max(this.last, 1), 700);
  }

  move(epoch, settled) {
    this.at = Math.min(Math.max(Math.round(epoch) || 0, 0), this.last);
    this.refresh();
    return this.show(this.at, settled);
  }

  refresh() {
    $("epoch").value = this.at;
    $("at").textContent = this.at;
    $("play").textContent = this.playing ? "Pause" : "Play";
    $("epoch").disabled = $("play").disabled = this.last === 0;
    // aria-disabled and not disabled: a button that is disabled under the finger loses the keyboard's focus.
    $("back").disabled = $("step").disabled = this.last === 0;
    $("back").setAttribute("aria-disabled", this.at === 0);
    $("step").setAttribute("aria-disabled", this.at === this.last);
  }
}
