import { createSettings } from './definitions';

Promise.await(createSettings());
