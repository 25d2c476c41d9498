import { SystemLogger } from './logger/system';

// Logged and lived with: what rejects after the start is nobody's end.
process.on('unhandledRejection', (err) => {
  SystemLogger.error({ msg: 'A promise was rejected and nobody was listening', err });
});
