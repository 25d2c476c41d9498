import { startRocketChat } from '../startRocketChat';

export const startRelease = () => startRocketChat();
