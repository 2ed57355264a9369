// The page's end of the worker: a promise for each question, and the frames of a fit as they come.

export class Session {
  constructor(onFrames) {
    this.onFrames = onFrames;
    this.waiting = new Map();
    this.next = 1;
    // Memory that both threads see is there only with the headers that serve.py sends.
    this.shared = globalThis.crossOriginIsolated ? new Int32Array(new SharedArrayBuffer(4)) : null;
    this.worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    this.worker.onmessage = ({ data }) => (data.frames ? this.onFrames(data.frames) : this.settle(data));
    this.worker.onerror = (event) => {
      event.preventDefault();
      for (const id of [...this.waiting.keys()]) this.settle({ id, error: "The part of the page that computes did not start." });
    };
  }

  /** Ask the worker; rejects with an Error whose message is a plain sentence. */
  ask(name, asked = {}, file = null) {
    const id = this.next++;
    if (this.shared) Atomics.store(this.shared, 0, 0);
    this.worker.postMessage({ id, name, asked, file, shared: this.shared });
    return new Promise((resolve, reject) => this.waiting.set(id, { resolve, reject }));
  }

  /** Ask a fit under way to end with the epochs that it has. */
  stop() {
    if (this.shared) Atomics.store(this.shared, 0, 1);
  }

  settle({ id, result, error }) {
    const { resolve, reject } = this.waiting.get(id);
    this.waiting.delete(id);
    if (error === undefined) resolve(result);
    else reject(new Error(error));
  }
}
