import { CallbackRegistry } from './utils/CallbackRegistry';

export const callbacks = new CallbackRegistry();
