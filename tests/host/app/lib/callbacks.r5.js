import { CallbackRegistry } from './utils/CallbackRegistry';

/** On release 5 whoever runs a hook does not wait: the callbacks have run when it returns. */
class SyncCallbacks extends CallbackRegistry {
  run(hook, item, constant) {
    const callbacks = this.hooks.get(hook) || [];
    return callbacks.reduce((value, { callback }) => {
      const result = callback(value, constant);
      return result === undefined ? value : result;
    }, item);
  }
}

export const callbacks = new SyncCallbacks();
