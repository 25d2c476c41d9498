export const startRocketChat = async () => {};
