/** Here nobody has to be told: each instance watches the database. */
export async function notifyOnSettingChanged() {}
export async function notifyOnSettingChangedById() {}
