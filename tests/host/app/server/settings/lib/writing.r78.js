export const putsIntoOwnCache = true;
