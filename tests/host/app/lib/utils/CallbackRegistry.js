/** Named hooks: who runs one does not know who listens, and nobody may. */
export class CallbackRegistry {
  constructor() {
    this.hooks = new Map();
  }

  add(hook, callback, priority = 0, id = String(Math.random())) {
    const others = (this.hooks.get(hook) || []).filter((entry) => entry.id !== id);
    const all = [...others, { callback, priority, id }];
    this.hooks.set(hook, all.sort((a, b) => a.priority - b.priority));
    return () => this.remove(hook, id);
  }

  remove(hook, id) {
    this.hooks.set(hook, (this.hooks.get(hook) || []).filter((entry) => entry.id !== id));
  }

  /** Hands the item from one callback to the next; resolves with it unchanged without any. */
  run(hook, item, constant) {
    const callbacks = this.hooks.get(hook) || [];
    return callbacks.reduce(
      (turn, { callback }) => turn.then((value) => Promise.resolve(callback(value, constant))
        .then((result) => (result === undefined ? value : result))),
      Promise.resolve(item),
    );
  }
}
