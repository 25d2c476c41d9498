import { Meteor } from 'meteor/meteor';
import { settings } from '../../settings/server';

/** Counts calls of one route by address and user in a window of time. */
export class RateLimiter {
  constructor({ numRequestsAllowed, intervalTimeInMS }) {
    this.allowed = numRequestsAllowed;
    this.interval = intervalTimeInMS;
    this.windows = new Map();
  }

  /**
   * @param {string} caller
   * @throws {Meteor.Error} error-too-many-requests
   */
  count(caller) {
    if (settings.get('API_Enable_Rate_Limiter') !== true) {
      return;
    }
    const now = Date.now();
    let window = this.windows.get(caller);
    if (!window || now - window.start >= this.interval) {
      window = { start: now, calls: 0 };
      this.windows.set(caller, window);
    }
    window.calls += 1;
    if (window.calls > this.allowed) {
      const seconds = Math.ceil((window.start + this.interval - now) / 1000);
      throw new Meteor.Error('error-too-many-requests',
        'Error, too many requests. Please slow down. '
        + `You must wait ${seconds} seconds before trying this endpoint again.`, { seconds });
    }
  }
}
