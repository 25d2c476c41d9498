import { call } from './api.js';

/**
 * Asks at the cloud's pace whether the e-mail was confirmed.
 *
 * @param {{device_code: string, interval: number}} intent
 * @param {function()} onConfirmed called once
 * @returns {function()} stops asking
 */
export function followConfirmation(intent, onConfirmed) {
  const route = `cloud.confirmationPoll?deviceCode=${encodeURIComponent(intent.device_code)}`;
  let confirmed = false;
  const timer = setInterval(async () => {
    const { pollData } = await call('GET', route);
    if (pollData && pollData.successful && !confirmed) {
      confirmed = true;
      clearInterval(timer);
      onConfirmed();
    }
  }, intent.interval * 1000);
  return () => clearInterval(timer);
}
