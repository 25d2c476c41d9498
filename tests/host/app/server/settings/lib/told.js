export { notifyOnSettingChanged, notifyOnSettingChangedById } from '/app/lib/server/lib/notifyListener';
