/** Release 5 knows no support window. */
export async function signedVersions() {}
