export async function startRelease() {}
