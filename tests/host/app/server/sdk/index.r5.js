export { api, Banner, NPS } from '@rocket.chat/core-services';
