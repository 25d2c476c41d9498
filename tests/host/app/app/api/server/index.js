import './v1/cloud';
import './v1/fingerprint';
import './v1/misc';
import './v1/settings';

export { API } from './api';
