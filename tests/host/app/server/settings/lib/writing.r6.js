/** On release 6 the writer's own cache learns of a change like everybody's: from the database. */
export const putsIntoOwnCache = false;
