/** These releases do not force a registration after an upgrade. */
export async function performMigrationProcedure() {}
