import { CallbackRegistry } from '../../lib/utils/CallbackRegistry';

export const callbacks = new CallbackRegistry();
